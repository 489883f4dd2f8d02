import type { ActivityEntry, Verdict } from './activity.ts';

export interface SupportFacts {
  readonly version: string;
  /** How the connection stands, as its kind alone. */
  readonly link: string;
  readonly now: number;
  /** How many starts in a row, before this one, died early. */
  readonly diedEarly: number;
}

/**
 * The activity as plain text for whoever helps. Promises: no name, number, address or id of a call or person; calls
 * are told apart by a count. Times are UTC.
 */
export function supportText(
  entries: readonly ActivityEntry[],
  { version, link, now, diedEarly }: SupportFacts,
): string {
  const calls = new Map<string, number>();
  const numberOf = ({ call }: ActivityEntry): string => {
    if (call === null) return '-';
    const known = calls.get(call) ?? calls.size + 1;
    calls.set(call, known);
    return `call ${known}`;
  };
  const lines = entries.map((entry) =>
    [
      moment(entry.at),
      topicOf(entry.topic),
      numberOf(entry),
      verdictOf(entry.verdict),
      ...(entry.isTest ? ['test'] : []),
    ].join('\t'),
  );
  const head = [`Ringside ${version}`, link, moment(now), `${entries.length} events`];
  if (diedEarly > 0) head.push(`${diedEarly} starts before died early`);
  return [head.join(', '), ...lines, ''].join('\n');
}

function moment(at: number): string {
  return new Date(at).toISOString();
}

/** A topic that no one has defined may be anything, and say anything. */
function topicOf(topic: string): string {
  return /^[a-z]{1,20}\.[a-z]{1,20}$/.test(topic) ? topic : 'other';
}

function verdictOf(verdict: Verdict): string {
  return verdict.kind === 'late' ? `late by ${verdict.byS} s` : verdict.kind;
}

import type { LinkState } from '../link/link-state.ts';
import type { ActivityEntry, Verdict } from './activity.ts';

export interface SupportFacts {
  readonly version: string;
  /** How the connection stands. */
  readonly link: LinkState;
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
      ...(entry.timed === undefined ? [] : [`no time of its own: ${entry.timed}`]),
    ].join('\t'),
  );
  const head = [`Ringside ${version}`, linkOf(link), moment(now), `${entries.length} events`];
  if (diedEarly > 0) head.push(`${diedEarly} starts before died early`);
  return [head.join(', '), ...lines, ''].join('\n');
}

/** Its kind, and why there is none: never whose it is, or where it leads. */
function linkOf(link: LinkState): string {
  if (link.kind !== 'reconnecting') return link.kind;
  const why = link.why === null ? '' : ` (${link.why.trouble}, ${codeOf(link.why.code)})`;
  return `${link.kind} since ${moment(link.since)}${why}`;
}

/** A code is a word or a number. */
function codeOf(code: string): string {
  return /^[\w-]{1,60}$/.test(code) ? code : 'other';
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

import { TOPICS } from '../allo/events.ts';
import type { ActivityEntry, Verdict } from './activity.ts';

/**
 * The activity as plain text for whoever helps, a line for each event. Promises: no name, number, address or id of a call or
 * person; calls are told apart by a count. Times are UTC.
 */
export function supportText(entries: readonly ActivityEntry[]): string {
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
  return [...lines, ''].join('\n');
}

function moment(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : 'unknown';
}

/** A topic that no one has defined may be anything, and say anything. */
function topicOf(topic: string): string {
  return TOPICS.find((known) => known === topic) ?? 'other';
}

function verdictOf(verdict: Verdict): string {
  return verdict.kind === 'late' ? `late by ${verdict.byS} s` : verdict.kind;
}

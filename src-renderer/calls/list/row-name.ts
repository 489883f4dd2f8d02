import type { CallItem } from '../../../src-shared/history/layout.ts';
import type { Words } from '../../../src-shared/words/en.ts';
import { durationOf } from '../../../src-shared/format/durations.ts';
import { ownerOf, stateOf } from './row-state.ts';
import type { Times } from './useTimes.ts';

/** A row as a screen reader says it: everything that its signs and colours tell. */
export function rowName({ row, repeats }: CallItem, words: Words, times: Times): string {
  const parts = [
    row.name ?? row.number ?? words.call.numberWithheld,
    row.company,
    row.direction === 'outbound' ? words.call.outbound : words.call.inbound,
    stateOf(row, words).word,
    ownerOf(row, words),
    times.moment(row.startedAt),
    repeats === null
      ? null
      : words.history.calledTimes(repeats.count, times.time(repeats.firstAt), times.time(repeats.lastAt)),
    row.durationS !== null && row.durationS > 0 ? durationOf(row.durationS, words.units) : null,
    row.line,
    row.isTest ? words.activity.test : null,
    row.hasNote ? words.history.hasNote : null,
    row.hasDeal ? words.history.hasDeal : null,
    row.summary,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

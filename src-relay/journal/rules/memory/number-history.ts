import { MAX_COUNTED_CALLS } from '../../../../src-shared/calls/memory.ts';
import { PAST_CALLS_READ, type BeforeCall, type NumberAsked, type PastCall } from '../reads.ts';
import type { MemoryChange, MemoryReads } from './asked.ts';

export type OpenedCall = Extract<MemoryChange, { kind: 'pastCall' }>;

/** The calls of numbers as the journal has them, and those that one filing opens. */
export interface NumberHistory {
  /** The newest first. */
  last(asked: BeforeCall): Iterable<PastCall>;
  count(asked: BeforeCall, since: number): number;
  add(call: OpenedCall): void;
}

export function numberHistory(reads: Pick<MemoryReads, 'pastCalls' | 'callCount'>): NumberHistory {
  const opened: OpenedCall[] = [];
  const before = (asked: BeforeCall): OpenedCall[] =>
    opened.filter(
      (one) => isSameNumber(one, asked) && one.startedAt <= asked.startedAt && one.call !== asked.call,
    );
  return {
    last: (asked) => {
      const own = before(asked);
      const kept = reads.pastCalls(asked);
      return own.length === 0 ? kept : [...kept, ...own].sort(newestCallFirst).slice(0, PAST_CALLS_READ);
    },
    count: (asked, since) => {
      const own = before(asked).filter(({ startedAt }) => startedAt >= since);
      return Math.min(MAX_COUNTED_CALLS, reads.callCount({ ...asked, since }) + own.length);
    },
    add: (call) => void opened.push(call),
  };
}

/** The order in which a store gives past calls. */
export function newestCallFirst(
  a: Pick<PastCall, 'call' | 'e164' | 'startedAt'>,
  b: Pick<PastCall, 'call' | 'e164' | 'startedAt'>,
): number {
  return b.startedAt - a.startedAt || descending(a.e164 ?? '', b.e164 ?? '') || descending(a.call, b.call);
}

/** The same number in full, or written without its country on one side. */
export function isSameNumber(a: NumberAsked, b: NumberAsked): boolean {
  return a.tail === b.tail && (a.e164 === null || b.e164 === null || a.e164 === b.e164);
}

function descending(a: string, b: string): number {
  return a < b ? 1 : a > b ? -1 : 0;
}

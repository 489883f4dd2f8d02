import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallKey } from '../../../../../../src-shared/brand.ts';
import { readNumber, sameNumber } from '../../../../../../src-shared/format/phone.ts';
import type { NewCall } from '../../../../../../src-relay/journal/rules/memory/asked.ts';
import { numberHistory } from '../../../../../../src-relay/journal/rules/memory/number-history.ts';
import { openedCall } from '../../../../../../src-relay/journal/rules/memory/past-calls.ts';
import { PAST_CALLS_READ } from '../../../../../../src-relay/journal/rules/reads.ts';
import type { EventId } from '../../../../../../src-relay/sql/ids.ts';
import { rememberedInMemory } from '../../../../../fixtures/relay/remembered-in-memory.ts';

const DAY_MS = 24 * 3_600_000;
const NOW = Date.parse('2026-11-23T09:00:00.000Z');
const NUMBERS = ['+33199001234', '01 99 00 12 34', '+44199001234', '0033199001234', '+33199005678'];

const calls: fc.Arbitrary<readonly NewCall[]> = fc
  .array(fc.tuple(fc.constantFrom(...NUMBERS), fc.integer({ min: -60, max: 1 })), { maxLength: 30 })
  .map((all) =>
    all.map(([raw, days], i) => {
      const { tail, e164 } = readNumber(raw);
      if (tail === null) throw new Error('withheld');
      return { call: `call_${i}` as CallKey, number: { tail, e164 }, startedAt: NOW + days * DAY_MS };
    }),
  );

/** So many of the calls are written; the others are opened by one filing. */
function historyOf(all: readonly NewCall[], written: number): ReturnType<typeof numberHistory> {
  const none = (): never => {
    throw new Error('no event is kept');
  };
  const kept = rememberedInMemory({ ofCall: () => [], eventOf: none });
  for (const call of all.slice(0, written)) kept.apply(openedCall(call, 'inbound', NOW), 1 as EventId);
  const history = numberHistory(kept.reads);
  for (const call of all.slice(written)) history.add(openedCall(call, 'inbound', NOW));
  return history;
}

describe('the calls before one', () => {
  it('are the newest of the same number that began no later, and are counted over 30 days, in any order of arrival', () => {
    fc.assert(
      fc.property(calls, fc.constantFrom(...NUMBERS), fc.nat(30), (all, raw, written) => {
        const number = readNumber(raw);
        const asked = {
          call: 'call_new' as CallKey,
          tail: number.tail ?? '',
          e164: number.e164,
          startedAt: NOW,
        };
        const history = historyOf(all, written);
        const same = all.filter((c) => sameNumber(c.number, number) !== null && c.startedAt <= NOW);
        const starts = same.map((c) => c.startedAt).toSorted((a, b) => b - a);
        expect([...history.last(asked)].map((c) => c.startedAt)).toEqual(starts.slice(0, PAST_CALLS_READ));
        const since = NOW - 30 * DAY_MS;
        expect(history.count(asked, since)).toBe(starts.filter((start) => start >= since).length);
      }),
    );
  });

  it('are the same whether one filing opens them all or each was written before the next', () => {
    fc.assert(
      fc.property(calls, fc.nat(30), (all, written) => {
        for (const { call, number, startedAt } of all) {
          const asked = { call, ...number, startedAt };
          const now = [...historyOf(all, written).last(asked)];
          const then = [...historyOf(all, all.length).last(asked)];
          expect(now.map((one) => one.call)).toEqual(then.map((one) => one.call));
        }
      }),
      { numRuns: 30 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  partOf,
  partOfPot,
  shareAmong,
  withRelays,
  type Share,
} from '../../../../../src-relay/crm/asking/share.ts';
import { freeAt, spend, type Spent } from '../../../../../src-relay/crm/asking/spending.ts';

const pots = fc.record({
  units: fc.integer({ min: 1, max: 10_000 }),
  everyMs: fc.constantFrom(700, 2000, 10_000, 86_400_000),
});
const counts = fc.integer({ min: 1, max: 12 });
/** How many there are, and for how many spans until that changes. */
const histories = fc.array(fc.tuple(counts, fc.double({ min: 0, max: 2, noNaN: true })), { minLength: 1 });
const CLOSE = 1e-9;

describe('the part of a pot that is one relay’s', () => {
  test('is, whoever came and went, never more than one of as many as there are, and its own after a span', () => {
    fc.assert(
      fc.property(pots, histories, counts, (pot, history, last) => {
        let now = 0;
        let share: Share = shareAmong(history[0]?.[0] ?? 1, now);
        for (const [relays, spans] of history) {
          const before = partOf(share, pot.everyMs, now);
          share = withRelays(share, relays, pot, now);
          const part = partOf(share, pot.everyMs, now);
          expect(part).toBeGreaterThan(0);
          expect(part).toBeLessThanOrEqual(1 / relays + CLOSE);
          // It may fall at once, but nothing is gained in a moment.
          expect(part).toBeLessThanOrEqual(before + CLOSE);
          now += spans * pot.everyMs;
        }
        share = withRelays(share, last, pot, now);
        expect(partOf(share, pot.everyMs, now + pot.everyMs)).toBeCloseTo(1 / last, 9);
      }),
    );
  });

  test('grows no faster than what the one that has gone had spent evenly falls out of the span', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        pots,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, pot, spans) => {
          const left = withRelays(shareAmong(n, 0), n - 1, pot, 0);
          const living = (n - 1) * partOf(left, pot.everyMs, spans * pot.everyMs);
          expect(living + (1 - spans) / n).toBeLessThanOrEqual(1 + CLOSE);
        },
      ),
    );
  });

  test('is whole questions of its dearest kind, one at least, and all parts together hardly more than the pot', () => {
    fc.assert(
      fc.property(pots, counts, fc.integer({ min: 1, max: 40 }), (pot, n, cost) => {
        const dearest = Math.min(cost, pot.units);
        for (const rounded of ['up', 'down'] as const) {
          const { units, everyMs } = partOfPot(pot, 1 / n, dearest, rounded);
          expect(everyMs).toBe(pot.everyMs);
          expect(units).toBeGreaterThanOrEqual(dearest);
          expect(units).toBeLessThanOrEqual(pot.units);
          expect(n * units).toBeLessThan(pot.units + n * dearest + CLOSE);
          if (rounded === 'down') expect(n * units).toBeLessThanOrEqual(Math.max(pot.units, n * dearest));
        }
        expect(partOfPot(pot, 1, dearest, 'up')).toEqual(pot);
      }),
    );
  });
});

test('however greedily relays ask that come and go, no span has more than the pot and once more what those had that went or came', () => {
  const step = fc.record({
    relays: fc.integer({ min: 1, max: 4 }),
    spans: fc.double({ min: 0, max: 0.5, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      const pot = { units: 60, everyMs: 1000 };
      let now = 0;
      let relays: { share: Share; spent: Spent }[] = [];
      const paid: number[] = [];
      let most = 0;
      let changes: { at: number; share: number }[] = [];
      for (const { relays: n, spans } of steps) {
        const moved = Math.abs(n - relays.length);
        if (moved > 0 && relays.length > 0)
          changes.push({ at: now, share: moved / Math.min(n, relays.length) });
        relays = Array.from({ length: n }, (_, i) => {
          const known = relays[i];
          return known === undefined
            ? { share: shareAmong(n, now), spent: [] }
            : { ...known, share: withRelays(known.share, n, pot, now) };
        });
        for (const relay of relays) {
          const own = partOfPot(pot, partOf(relay.share, pot.everyMs, now), 1, 'down');
          while (freeAt(own, relay.spent, 1, now) === now) {
            relay.spent = spend(own, relay.spent, 1, now);
            paid.push(now);
          }
        }
        most = paid.filter((at) => at > now - pot.everyMs).length;
        changes = changes.filter(({ at }) => at > now - 2 * pot.everyMs);
        const extra = changes.reduce((sum, { share }) => sum + share, 0);
        expect(most).toBeLessThanOrEqual(pot.units * (1 + extra) + CLOSE);
        now += spans * pot.everyMs;
      }
    }),
  );
});

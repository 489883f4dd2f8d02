import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeAt, leftIn, spend, type Spent } from '../../../../../src-relay/crm/asking/spending.ts';

const pots = fc.record({
  units: fc.integer({ min: 1, max: 100 }),
  everyMs: fc.constantFrom(1, 7, 1000, 2000, 10_000, 86_400_000),
});

test('whatever is asked and when, no span of a pot has more spent in it than the pot holds', () => {
  fc.assert(
    fc.property(
      pots,
      fc.nat(1e9),
      fc.array(fc.tuple(fc.double({ min: 0, max: 2, noNaN: true }), fc.integer({ min: 1, max: 40 })), {
        maxLength: 120,
      }),
      (pot, start, asked) => {
        let now = start;
        let spent: Spent = [];
        const paid: { at: number; units: number }[] = [];
        for (const [spans, units] of asked) {
          now += (spans * spans * pot.everyMs) / 4;
          const at = freeAt(pot, spent, units, now);
          expect(at === null).toBe(units > pot.units);
          if (at !== now) continue;
          spent = spend(pot, spent, units, now);
          paid.push({ at: now, units });
          expect(leftIn(pot, spent, now)).toBeGreaterThanOrEqual(0);
          expect(spent.length).toBeLessThanOrEqual(203);
        }
        for (const { at } of paid) {
          const inSpan = paid.filter((one) => one.at >= at && one.at < at + pot.everyMs);
          expect(inSpan.reduce((sum, one) => sum + one.units, 0)).toBeLessThanOrEqual(pot.units);
        }
      },
    ),
  );
});

test('what is free at a moment can be spent then, and that moment is hardly later than it must be', () => {
  fc.assert(
    fc.property(
      pots,
      fc.array(fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 60 }),
      (pot, asked) => {
        let now = 0;
        let spent: Spent = [];
        let newest = 0;
        for (const [after, units] of asked) {
          now += (after / 1000) * pot.everyMs;
          const at = freeAt(pot, spent, units, now);
          if (at === null) continue;
          expect(at).toBeLessThanOrEqual(Math.max(now, newest + pot.everyMs * 1.01) + now * 1e-9);
          now = Math.max(now, at);
          expect(freeAt(pot, spent, units, now)).toBe(now);
          spent = spend(pot, spent, units, now);
          newest = now;
        }
      },
    ),
    {
      examples: [
        [
          { units: 1, everyMs: 1 },
          [
            [0, 1],
            [1000, 1],
          ],
        ],
      ],
    },
  );
});

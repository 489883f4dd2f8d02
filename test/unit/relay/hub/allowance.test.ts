import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowance } from '../../../../src-relay/hub/allowance.ts';

test('whatever is asked and when, no more is given than at once and then so many a second', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.tuple(fc.nat(2000), fc.integer({ min: 1, max: 10 })), { maxLength: 200 }),
      (atOnce, perSecond, asked) => {
        let now = 0;
        let given = 0;
        const own = allowance({ atOnce, perSecond }, () => now);
        for (const [after, cost] of asked) {
          now += after;
          const wait = own.attempt(cost);
          if (wait === 0) given += cost;
          expect(wait === 0 || wait <= (Math.max(cost, atOnce) / perSecond) * 1000).toBe(true);
          expect(given).toBeLessThanOrEqual(atOnce + (now / 1000) * perSecond + 1e-6);
        }
      },
    ),
  );
});

test('what was done beyond it is owed, and the wait says for how long', () => {
  let now = 0;
  const own = allowance({ atOnce: 10, perSecond: 10 }, () => now);
  expect(own.spend(10)).toBe(0);
  expect(own.spend(20)).toBe(2000);
  now += 1500;
  expect(own.spend(0)).toBe(500);
  now += 500;
  expect(own.spend(0)).toBe(0);
  expect(own.attempt(1)).toBe(100);
  now += 60_000;
  expect(own.isFull()).toBe(true);
});

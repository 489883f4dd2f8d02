import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from '../../../src-main/connection/backoff.ts';

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a wait is never negative, never over its step and never over 30 s', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000 }), unit, (attempt, random) => {
      const wait = backoffMs(attempt, () => random);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** attempt));
      expect(Number.isInteger(wait)).toBe(true);
    }),
  );
});

test('the steps double from half a second to the cap', () => {
  const longest = [0, 1, 2, 5, 6, 20].map(
    (attempt) => Math.round(backoffMs(attempt, () => 0.999_999) / 100) * 100,
  );
  expect(longest).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000]);
});

test('the first wait is jittered too, over its whole range', () => {
  expect(backoffMs(0, () => 0)).toBe(0);
  expect(backoffMs(0, () => 0.5)).toBe(250);
});

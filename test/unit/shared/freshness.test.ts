import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src-shared/brand.ts';
import { ageMs, isFresh } from '../../../src-shared/calls/freshness.ts';

const started = '2026-02-03T09:15:00.000Z' as Instant;
const START = Date.parse(started);

describe('freshness', () => {
  it.each([
    [0, true],
    [4_000, true],
    [45_000, true],
    [45_001, false],
    [61_000, false],
    [300_000, false],
    [86_400_000, false],
  ])('a ring %i ms old pops: %s', (age, pops) => {
    expect(isFresh(ageMs(started, START + age), 45)).toBe(pops);
  });

  it('an age is a whole number and never negative, however the clocks disagree', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (offset) => {
        const age = ageMs(started, START + offset);
        expect(Number.isInteger(age) && age >= 0).toBe(true);
        expect(age).toBe(Math.max(0, offset));
      }),
    );
  });
});

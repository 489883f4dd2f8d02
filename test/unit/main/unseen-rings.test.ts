import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant } from '../../../src-shared/brand.ts';
import { ageOfUnseen } from '../../../src-main/pop/unseen-rings.ts';
import { isoAt, NOON } from './heard.ts';

const HOUR = 3_600_000;
const ms = (max: number) => fc.integer({ min: 0, max });

/** A ring that the relay got, sent on at once or in a replay, and the app was started again after it. */
const story = fc.record({
  /** From Allo's ring to the relay, from there to the app, and until the app asks again. */
  toRelay: ms(20_000),
  toApp: ms(60_000),
  since: ms(HOUR),
  /** How far the clocks are off, and how far this machine's was set meanwhile. */
  relayAhead: fc.integer({ min: -HOUR, max: HOUR }),
  hereAhead: fc.integer({ min: -HOUR, max: HOUR }),
  set: fc.integer({ min: -24 * HOUR, max: 24 * HOUR }),
});

function play({
  toRelay,
  toApp,
  since,
  relayAhead,
  hereAhead,
  set,
}: typeof story extends fc.Arbitrary<infer S> ? S : never) {
  const receivedAt = isoAt(NOON + toRelay + relayAhead) as Instant;
  const ring = { ageMs: toRelay + toApp, heardAt: NOON + toRelay + toApp + hereAhead, receivedAt };
  const age = toRelay + toApp + since;
  const now = NOON + age + hereAhead + set;
  return {
    ring,
    age,
    now,
    relayNow: NOON + age + relayAhead,
    least: Math.max(age - toRelay, ring.ageMs),
    most: age + toApp,
  };
}

describe('the age of a ring of a run before', () => {
  test('is right to the millisecond when no clock was set, however far apart the clocks are', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { ring, age, now, relayNow } = play({ ...told, set: 0 });
        expect(ageOfUnseen(ring, { now, relayNow })).toBe(age);
        expect(ageOfUnseen(ring, { now, relayNow: null })).toBe(age);
      }),
    );
  });

  test('is between what the relay’s clock allows, however this machine’s was set meanwhile', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { ring, now, relayNow, least, most } = play(told);
        const age = ageOfUnseen(ring, { now, relayNow });
        expect(age).toBeGreaterThanOrEqual(least);
        expect(age).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('of one that was pushed live is right to the time it took to the relay, set clock or not', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { ring, age, now, relayNow } = play({ ...told, toApp: 0 });
        const found = ageOfUnseen(ring, { now, relayNow }) ?? NaN;
        expect(found).toBeLessThanOrEqual(age);
        expect(found).toBeGreaterThanOrEqual(age - told.toRelay);
      }),
    );
  });

  test('is not known when this clock went back and the relay says nothing that helps', () => {
    const { ring } = play({ toRelay: 0, toApp: 0, since: 0, relayAhead: 0, hereAhead: 0, set: 0 });
    for (const relayNow of [null, NOON - 1])
      expect(ageOfUnseen(ring, { now: NOON - 1, relayNow })).toBeNull();
    expect(ageOfUnseen({ ...ring, receivedAt: 'never' as Instant }, { now: NOON + 5, relayNow: NOON })).toBe(
      5,
    );
  });
});

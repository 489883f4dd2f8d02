import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correctionBy, sendersClock } from '../../../../src-relay/clock/senders-clock.ts';
import { clockFinding, lookAtClock } from '../../../../src-relay/doctor/clock.ts';

const MINUTE = 60_000;
/** Clocks that agree to 2 s are left alone, and a webhook takes up to 2 s. */
const NEAR_MS = 4_000;
/** What a webhook of a clock so far ahead tells: a timestamp in whole seconds, and up to a second on its way. */
const prompt = (offsetMs: number) => fc.integer({ min: 0, max: 1_900 }).map((late) => offsetMs - late);
const anOffset = fc.integer({ min: -290_000, max: 290_000 });

function aClock(remembered: number | null = null) {
  const time = { wall: 1_800_000_000_000, elapsed: 5_000 };
  const clock = sendersClock({ now: () => time.wall, elapsed: () => time.elapsed, remembered });
  const pass = (ms: number): void => {
    time.wall += ms;
    time.elapsed += ms;
  };
  return { clock, time, pass };
}

describe('the correction of the clock', () => {
  it('is within four seconds of the truth, from the third prompt webhook on', () => {
    fc.assert(
      fc.property(
        anOffset.chain((offset) =>
          fc.tuple(fc.constant(offset), fc.array(prompt(offset), { minLength: 3, maxLength: 31 })),
        ),
        ([offset, heard]) => {
          expect(Math.abs(correctionBy(heard) - offset)).toBeLessThan(NEAR_MS);
        },
      ),
    );
  });

  it('is not shifted by a single webhook that was held up or has any time of its own', () => {
    fc.assert(
      fc.property(
        anOffset.chain((offset) =>
          fc.tuple(
            fc.constant(offset),
            fc.array(prompt(offset), { minLength: 2, maxLength: 30 }),
            fc.integer({ min: -300_000, max: 300_000 }),
            fc.nat(),
          ),
        ),
        ([offset, heard, odd, at]) => {
          const place = at % (heard.length + 1);
          const all = [...heard.slice(0, place), odd, ...heard.slice(place)];
          expect(Math.abs(correctionBy(all) - offset)).toBeLessThan(NEAR_MS);
        },
      ),
    );
  });

  it('is not shifted while fewer than two thirds are held up', () => {
    const held = Array<number>(20).fill(-45_000);
    expect(correctionBy([...held, ...Array<number>(11).fill(-300)])).toBe(0);
  });

  it('is none without proof: after one webhook, or two that disagree', () => {
    expect(correctionBy([])).toBe(0);
    expect(correctionBy([-MINUTE])).toBe(0);
    expect(correctionBy([-MINUTE, -300])).toBe(0);
    expect(correctionBy([-MINUTE, -MINUTE - 900])).toBe(-MINUTE - 900);
    expect(correctionBy([-MINUTE], -58_000)).toBe(-58_000);
  });

  it('is none between clocks that agree, and never more than the sender may be off', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -2_000, max: 2_000 })), (heard) => {
        expect(correctionBy(heard)).toBe(0);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 40 }), (heard) => {
        expect(Math.abs(correctionBy(heard))).toBeLessThanOrEqual(300_000);
      }),
    );
  });
});

describe('the sender’s clock', () => {
  it('is followed through the newest webhooks, however many there were', () => {
    const { clock, pass } = aClock();
    expect(clock.offsetS()).toBeNaN();
    expect(clock.correctionMs()).toBe(0);
    for (let i = 0; i < 10_000; i += 1) {
      clock.heard(-MINUTE, true);
      pass(1_000);
    }
    expect([clock.offsetS(), clock.correctionMs()]).toEqual([-60, -MINUTE]);
    for (let i = 0; i < 31; i += 1) clock.heard(-300, true);
    expect([clock.offsetS(), clock.correctionMs()]).toEqual([-0.3, 0]);
  });

  it('is not shown as off for recordings of webhooks, however many, while genuine ones are timely', () => {
    const { clock, pass } = aClock();
    clock.heard(-300, true);
    for (let i = 0; i < 50; i += 1) clock.heard(-40_000_000, false);
    expect(clock.offsetS()).toBe(-0.3);
    pass(16 * MINUTE);
    clock.heard(-40_000_000, false);
    expect(clock.offsetS()).toBe(-40_000);
    clock.heard(-500, true);
    expect(clock.offsetS()).toBe(-0.5);
  });

  it('is shown by webhooks that are too far off to be taken in, and not believed', () => {
    const { clock } = aClock();
    for (let i = 0; i < 31; i += 1) clock.heard(-900_000, false);
    expect([clock.offsetS(), clock.correctionMs()]).toEqual([-900, 0]);
  });

  it('is not told by what had been taken in before: a recording can be played again', () => {
    const { clock } = aClock();
    for (let i = 0; i < 31; i += 1) clock.heard(-200_000, true)();
    expect(clock.offsetS()).toBeNaN();
    expect(clock.correctionMs()).toBe(0);
  });

  it('is measured anew when our clock was set: what was heard by the old one says nothing', () => {
    const { clock, time, pass } = aClock();
    for (let i = 0; i < 31; i += 1) clock.heard(-MINUTE, true);
    pass(3_600_000);
    expect(clock.correctionMs()).toBe(-MINUTE);
    time.wall -= MINUTE;
    expect(clock.correctionMs()).toBe(0);
    clock.heard(-200, true);
    clock.heard(-400, true);
    expect(clock.correctionMs()).toBe(0);
  });

  it('is known from the run before, until it is measured or our clock is set', () => {
    const { clock, time } = aClock(-MINUTE);
    expect(clock.correctionMs()).toBe(-MINUTE);
    clock.heard(-10_000, true);
    expect(clock.correctionMs()).toBe(-MINUTE);
    clock.heard(-10_300, true);
    clock.heard(-10_500, true);
    expect(clock.correctionMs()).toBe(-10_300);
    const set = aClock(-MINUTE);
    set.time.wall += MINUTE;
    expect(set.clock.correctionMs()).toBe(0);
    expect(time.wall).toBeGreaterThan(0);
  });
});

describe('what doctor says of the clock', () => {
  const metrics = (offset: number, correction: number) =>
    `x 1\nringside_clock_offset_seconds ${offset}\nringside_age_correction_seconds ${correction}\n`;

  it('is what is so, what it costs, and what to do', () => {
    expect(lookAtClock(metrics(-60.4, -60.2))).toEqual({
      about: 'clock',
      level: 'warn',
      found: "60 s ahead of Allo's; the ages of rings are corrected by it, so that they pop all the same",
      todo: 'set this machine’s clock by NTP (timedatectl set-ntp true): beyond 300 s webhooks are refused',
    });
    expect(lookAtClock(metrics(8, 8))).toMatchObject({
      level: 'ok',
      found: expect.stringMatching(/^8 s behind .*corrected/) as string,
    });
    expect(lookAtClock(metrics(-0.4, 0))).toEqual({ about: 'clock', level: 'ok', found: "as Allo's" });
    expect(lookAtClock(metrics(-900, 0))).toMatchObject({ level: 'fail', found: "900 s ahead of Allo's" });
    expect(lookAtClock('')).toMatchObject({
      level: 'ok',
      found: 'no webhook since the start to compare it with',
    });
    expect(clockFinding(45, 'the proxy’s')).toMatchObject({
      level: 'warn',
      found: '45 s behind the proxy’s',
    });
  });
});

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isQuiet, nextQuietLook } from '../../../../src-main/presence/quiet-hours.ts';

const before = process.env['TZ'];
beforeAll(() => void (process.env['TZ'] = 'Europe/Paris'));
afterAll(() => {
  if (before === undefined) delete process.env['TZ'];
  else process.env['TZ'] = before;
});

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const at = (text: string) => new Date(text).getTime();

describe('quiet hours', () => {
  test('begin with their first minute and end before their last', () => {
    const lunch = { from: '12:00', to: '13:30', days: EVERY_DAY };
    expect(isQuiet(lunch, at('2026-11-23T11:59:59'))).toBe(false);
    expect(isQuiet(lunch, at('2026-11-23T12:00:00'))).toBe(true);
    expect(isQuiet(lunch, at('2026-11-23T13:29:59'))).toBe(true);
    expect(isQuiet(lunch, at('2026-11-23T13:30:00'))).toBe(false);
  });

  test('past midnight belong to the day that they began on', () => {
    const friday = { from: '22:00', to: '07:00', days: [5] };
    expect(isQuiet(friday, at('2026-11-27T21:59:00'))).toBe(false);
    expect(isQuiet(friday, at('2026-11-27T22:00:00'))).toBe(true);
    expect(isQuiet(friday, at('2026-11-28T06:59:00'))).toBe(true);
    expect(isQuiet(friday, at('2026-11-28T07:00:00'))).toBe(false);
    expect(isQuiet(friday, at('2026-11-28T22:30:00'))).toBe(false);
    expect(isQuiet(friday, at('2026-11-27T03:00:00'))).toBe(false);
  });

  test('from and to alike are the whole day; no day is never; none at all is never', () => {
    const sunday = { from: '08:00', to: '08:00', days: [0] };
    expect(isQuiet(sunday, at('2026-11-22T00:00:00'))).toBe(true);
    expect(isQuiet(sunday, at('2026-11-23T00:00:00'))).toBe(false);
    expect(isQuiet({ from: '00:00', to: '23:59', days: [] }, at('2026-11-22T12:00:00'))).toBe(false);
    expect(isQuiet(null, at('2026-11-22T12:00:00'))).toBe(false);
  });

  test('follow the wall clock when it is put forward: half past two does not exist, three is past it', () => {
    const night = { from: '22:00', to: '02:30', days: EVERY_DAY };
    expect(isQuiet(night, at('2026-03-29T01:59:00'))).toBe(true);
    expect(isQuiet(night, at('2026-03-29T03:00:00'))).toBe(false);
    expect(nextQuietLook(night, at('2026-03-29T01:59:00'))).toBe(at('2026-03-29T03:00:00'));
  });

  test('follow the wall clock when it is put back: both hours at two are quiet', () => {
    const night = { from: '22:00', to: '02:30', days: EVERY_DAY };
    const first = at('2026-10-25T00:20:00Z');
    const again = at('2026-10-25T01:20:00Z');
    expect(new Date(first).getHours()).toBe(2);
    expect(new Date(again).getHours()).toBe(2);
    expect(isQuiet(night, first)).toBe(true);
    expect(isQuiet(night, again)).toBe(true);
    expect(isQuiet(night, at('2026-10-25T01:30:00Z'))).toBe(false);
  });
});

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const hours = fc.record({ from: time, to: time, days: fc.uniqueArray(fc.integer({ min: 0, max: 6 })) });
/** The nights in which Paris changes its clocks, and an ordinary week. */
const moment = fc.oneof(
  fc.integer({ min: at('2026-03-28T12:00:00Z'), max: at('2026-03-30T12:00:00Z') }),
  fc.integer({ min: at('2026-10-24T12:00:00Z'), max: at('2026-10-26T12:00:00Z') }),
  fc.integer({ min: at('2026-11-16T00:00:00Z'), max: at('2026-11-23T00:00:00Z') }),
);

test('it says the same for every moment of one minute on the wall', () => {
  fc.assert(
    fc.property(hours, moment, (quiet, then) => {
      const minute = Math.floor(then / 60_000) * 60_000;
      expect(isQuiet(quiet, then)).toBe(isQuiet(quiet, minute));
    }),
  );
});

test('nothing changes before the moment to look again, and that is never more than an hour away', () => {
  fc.assert(
    fc.property(hours, moment, (quiet, then) => {
      const look = nextQuietLook(quiet, then);
      if (look === null) throw new Error('never');
      expect(look).toBeGreaterThan(then);
      expect(look - then).toBeLessThanOrEqual(3_600_000);
      for (let t = then; t < look; t += 30_000) expect(isQuiet(quiet, t)).toBe(isQuiet(quiet, then));
    }),
  );
});

test('hours and the hours they leave free never hold at once, and one of them always does', () => {
  fc.assert(
    fc.property(time, time, moment, (from, to, then) => {
      fc.pre(from !== to);
      const one = isQuiet({ from, to, days: EVERY_DAY }, then);
      const other = isQuiet({ from: to, to: from, days: EVERY_DAY }, then);
      expect(one).not.toBe(other);
    }),
  );
});

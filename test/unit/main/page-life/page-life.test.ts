import fc from 'fast-check';
import { beforeEach, afterEach, expect, test, vi } from 'vitest';
import { followPageFailures } from '../../../../src-main/page-life/page-failures.ts';
import { createPageLife } from '../../../../src-main/page-life/page-life.ts';
import { createSuspects, type Care } from '../../../../src-main/page-life/suspects.ts';
import { notedLog } from '../heard.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function openLife() {
  let made = 0;
  const log = notedLog();
  let unmakeable = 0;
  const life = createPageLife({
    window: 'pop',
    log,
    now: () => Date.now(),
    remake: () => void (made += 1),
    onNoPages: () => void (unmakeable += 1),
  });
  return { life, log, made: () => made, unmakeable: () => unmakeable };
}

test('a page that dies is made again at once, one that keeps dying ever later, and at last not at all', () => {
  const { life, made } = openLife();
  const waited: number[] = [];
  for (let death = 0; death < 5; death += 1) {
    const since = Date.now();
    const before = made();
    life.died('crashed', 0);
    while (made() === before) vi.advanceTimersByTime(1);
    waited.push(Date.now() - since);
  }
  expect(waited.map((ms) => Math.round(ms / 100) / 10)).toEqual([0, 0.5, 2, 8, 30]);
  life.died('crashed', 0);
  vi.advanceTimersByTime(3_600_000);
  expect(made()).toBe(5);
  expect(life.isGivenUp).toBe(true);
});

test('a page that was given up gets one chance whenever somebody asks, and no more', () => {
  const { life, made } = openLife();
  for (let death = 0; death < 6; death += 1) {
    life.died('crashed', 0);
    vi.advanceTimersByTime(60_000);
  }
  expect(made()).toBe(5);
  life.remakeNow();
  life.died('crashed', 0);
  vi.advanceTimersByTime(3_600_000);
  expect(made()).toBe(6);
});

test('a page that has shown everything for a while has not failed in a row', () => {
  const { life, made } = openLife();
  for (let death = 1; death <= 20; death += 1) {
    life.drawn();
    vi.advanceTimersByTime(31_000);
    life.died('oom', 0);
    vi.advanceTimersByTime(1);
    expect(made()).toBe(death);
  }
});

test('a window that nobody sees is made when somebody asks', () => {
  const { life, made } = openLife();
  life.died('crashed', null);
  vi.advanceTimersByTime(3_600_000);
  expect(made()).toBe(0);
  life.remakeNow();
  expect(made()).toBe(1);
});

test('no page can be made any more once two in a row could not be launched, and not before', () => {
  const { life, unmakeable } = openLife();
  for (const why of ['killed', 'launch-failed', 'crashed', 'launch-failed'] as const) {
    life.died(why, 0);
    vi.advanceTimersByTime(60_000);
  }
  expect(unmakeable()).toBe(0);
  life.died('launch-failed', 0);
  expect(unmakeable()).toBe(1);
});

test('a page fails when the one before it did not last either, until it shows what it was told', () => {
  const { life } = openLife();
  const die = () => {
    life.died('crashed', 0);
    vi.advanceTimersByTime(60_000);
    return life.isFailing;
  };
  expect([life.isFailing, die(), die()]).toEqual([false, false, true]);
  life.drawn();
  expect(life.isFailing).toBe(false);
  expect(die()).toBe(true);
});

test('after the app has let go nothing is made any more', () => {
  const { life, made } = openLife();
  life.died('crashed', 0);
  life.close();
  vi.advanceTimersByTime(60_000);
  life.remakeNow();
  expect(made()).toBe(0);
});

test('the log says how often, never what was drawn', () => {
  const { life, log } = openLife();
  life.told(new Map([['call-of-ana', 'Ana Lopez']]));
  life.died('crashed', 0);
  expect(log.lines.join()).toContain('"plainer":1');
  expect(log.lines.join()).not.toMatch(/ana/i);
});

test('what the page died of is drawn plainly, then as digits; what it had drawn before stays in full', () => {
  const suspects = createSuspects();
  suspects.told(new Map([['old', 'a']]));
  suspects.drawn(0);
  suspects.told(
    new Map([
      ['old', 'a'],
      ['new', 'b'],
    ]),
  );
  expect(suspects.died(5_000)).toBe(1);
  expect([suspects.careFor('old'), suspects.careFor('new')]).toEqual(['full', 'plain']);
  suspects.told(
    new Map([
      ['old', 'a'],
      ['new', 'plain b'],
    ]),
  );
  suspects.drawn(10_000, ['old']);
  expect(suspects.died(12_000)).toBe(1);
  expect([suspects.careFor('old'), suspects.careFor('new')]).toEqual(['full', 'bare']);
});

test('what a page dies of right after it was on screen is suspected too', () => {
  const suspects = createSuspects();
  suspects.told(new Map([['one', 'a']]));
  suspects.drawn(1_000);
  suspects.drawn(2_500);
  suspects.died(2_900);
  expect(suspects.careFor('one')).toBe('plain');
});

test('something that was drawn and has changed since is suspected again', () => {
  const suspects = createSuspects();
  suspects.told(new Map([['one', 'ringing']]));
  suspects.drawn(0);
  suspects.told(new Map([['one', 'with a summary']]));
  suspects.died(5_000);
  expect(suspects.careFor('one')).toBe('plain');
});

test('whatever a page is told and however it dies, the same thing never ends it a second time', () => {
  const cares: readonly Care[] = ['full', 'plain', 'bare'];
  const items = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 3 });
  fc.assert(
    fc.property(
      fc.array(items, { maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 9 })),
      (rounds, poison) => {
        const suspects = createSuspects();
        const fatal = new Set<string>();
        for (const round of rounds) {
          const drawn = new Map(round.map((n) => [String(n), suspects.careFor(String(n))]));
          suspects.told(drawn);
          // Each poison has a care in which it can be drawn: `plain` for the even ones, `bare` for the odd ones.
          const deadly = [...drawn].filter(
            ([key, care]) => poison.includes(Number(key)) && cares.indexOf(care) < 1 + (Number(key) % 2),
          );
          if (deadly.length === 0) {
            suspects.drawn(0);
            continue;
          }
          for (const [key, care] of deadly) {
            expect(fatal.has(`${key} ${care}`)).toBe(false);
            fatal.add(`${key} ${care}`);
          }
          suspects.died(5_000);
        }
      },
    ),
  );
});

test('only so many are remembered', () => {
  const suspects = createSuspects();
  for (let n = 0; n < 300; n += 1) {
    suspects.told(new Map([[`call ${n}`, 'a']]));
    suspects.died(5_000);
  }
  expect([suspects.careFor('call 0'), suspects.careFor('call 299')]).toEqual(['full', 'plain']);
});

test('a page that fails to draw a part of itself is logged, a few times; one that draws nothing is told to its window', () => {
  const log = notedLog();
  let failed = 0;
  const windows = { pop: { failed: () => void (failed += 1) }, home: { failed: () => expect.unreachable() } };
  const follow = followPageFailures(windows, log);
  for (let n = 0; n < 100; n += 1) follow({ page: 'pop', part: 'summary', error: 'TypeError' });
  expect(log.lines).toHaveLength(20);
  expect(failed).toBe(0);
  follow({ page: 'pop', part: 'page', error: 'RangeError' });
  expect(failed).toBe(1);
});

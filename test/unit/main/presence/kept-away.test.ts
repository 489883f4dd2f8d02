import fc from 'fast-check';
import { expect, test } from 'vitest';
import { restNow } from '../../../../src-main/presence/gate.ts';
import { keptAway, resumingChoices, type AwayFacts } from '../../../../src-main/presence/kept-away.ts';
import { isQuiet, quietEnd } from '../../../../src-main/presence/quiet-hours.ts';
import { DEFAULT_PREFERENCES, preferencesFrom } from '../../../../src-shared/preferences/preferences.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = new Date(2026, 10, 23, 12, 0).getTime();
const LINES = [{ number: '+33155501001' }, { number: '+33155501002' }];
const ALWAYS = { from: '00:00', to: '00:00', days: [0, 1, 2, 3, 4, 5, 6] };
const LUNCH = { from: '11:00', to: '13:00', days: [0, 1, 2, 3, 4, 5, 6] };

interface Change extends Partial<Omit<AwayFacts, 'choices'>> {
  readonly choices?: Partial<AwayFacts['choices']>;
}
function facts({ choices = {}, ...rest }: Change = {}): AwayFacts {
  return {
    now: NOW,
    fixed: [],
    lines: LINES,
    away: false,
    placeable: true,
    canNotify: true,
    ...rest,
    choices: { ...DEFAULT_PREFERENCES, ...choices },
  };
}

const time = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const hours = fc.record({ from: time, to: time, days: fc.subarray([0, 1, 2, 3, 4, 5, 6]) });
const moment = fc.integer({ min: NOW - 300 * DAY, max: NOW + 300 * DAY });
const anyFacts = fc
  .record({
    choices: fc.record({
      snoozedUntil: fc.option(fc.integer({ min: NOW - 5, max: NOW + 5 })),
      quietHours: fc.option(fc.oneof(hours, fc.constant(ALWAYS), fc.constant(LUNCH))),
      quietHoursOffUntil: fc.option(fc.integer({ min: NOW - 5, max: NOW + 5 })),
      mutedLines: fc.subarray(LINES.map(({ number }) => number)),
    }),
    fixed: fc.subarray(['snoozedUntil', 'quietHours', 'quietHoursOffUntil', 'mutedLines'] as const),
    away: fc.boolean(),
    placeable: fc.boolean(),
    canNotify: fc.boolean(),
  })
  .map(facts);

test.each([
  ['nothing', {}, null],
  ['a snooze', { choices: { snoozedUntil: NOW + 1 } }, 'snoozed'],
  ['quiet hours', { choices: { quietHours: LUNCH } }, 'quiet-hours'],
  ['a snooze inside of quiet hours', { choices: { snoozedUntil: NOW + 1, quietHours: LUNCH } }, 'snoozed'],
  ['all lines', { choices: { mutedLines: ['0155501001', '+33 1 55 50 10 02'] } }, 'lines-muted'],
  ['one line of two', { choices: { mutedLines: ['+33155501001'] } }, null],
  ['a muted line where none is named', { lines: [], choices: { mutedLines: ['+33155501001'] } }, null],
  ['a locked screen', { away: true }, 'away'],
  ['a desktop that places windows itself', { placeable: false }, 'no-place'],
] satisfies [string, Change, string | null][])('what keeps cards away: %s', (_, change, kind) => {
  expect(keptAway(facts(change))?.kind ?? null).toBe(kind);
});

test('where cards have no place it is said whether notifications come instead', () => {
  expect(keptAway(facts({ placeable: false }))).toEqual({ kind: 'no-place', instead: 'notification' });
  expect(keptAway(facts({ placeable: false, canNotify: false }))).toEqual({
    kind: 'no-place',
    instead: 'nothing',
  });
});

test('what is told and what holds cards back are the same', () => {
  fc.assert(
    fc.property(anyFacts, (some) => {
      const holds = restNow({
        now: NOW,
        gates: { ...DEFAULT_PREFERENCES, ...some.choices },
        away: some.away,
      });
      const told = keptAway(some)?.kind ?? null;
      if (holds !== null) expect([holds, 'lines-muted']).toContain(told);
      else expect(['lines-muted', 'no-place', null]).toContain(told);
    }),
  );
});

test('one click has cards back wherever a click is offered', () => {
  fc.assert(
    fc.property(anyFacts, (some) => {
      const kept = keptAway(some);
      const change = resumingChoices(some);
      const isOffered = kept !== null && 'canResume' in kept && kept.canResume;
      expect(Object.keys(change).length > 0).toBe(isOffered);
      for (const name of some.fixed) expect(change).not.toHaveProperty(name);
      if (!isOffered) return;
      const after = keptAway({ ...some, choices: Object.assign({}, some.choices, change) });
      // What the click cannot lift is still said: another kind, or one that the admin has fixed.
      if (after !== null && 'canResume' in after && after.canResume) expect(after.kind).toBe('lines-muted');
      if (after !== null) expect(after.kind).not.toBe(kept.kind);
    }),
  );
});

test('resuming leaves the quiet hours as they are, and they hold the next time', () => {
  const some = facts({ choices: { quietHours: LUNCH } });
  const change = resumingChoices(some);
  expect(change).toEqual({ quietHoursOffUntil: new Date(2026, 10, 23, 13, 0).getTime() });
  const choices = { ...some.choices, ...change };
  expect(keptAway({ ...some, choices })).toBeNull();
  expect(keptAway({ ...some, choices, now: NOW + DAY })?.kind).toBe('quiet-hours');
});

test('quiet hours that never end are off for a day', () => {
  expect(resumingChoices(facts({ choices: { quietHours: ALWAYS } }))).toEqual({
    quietHoursOffUntil: NOW + DAY,
  });
});

test('quiet hours that the admin has fixed are not put off by what the agent chose before', () => {
  const own = { quietHoursOffUntil: NOW + DAY };
  const held = (fixed: Parameters<typeof preferencesFrom>[0]) =>
    preferencesFrom(own, { fixed, defaults: {} }).quietHoursOffUntil;
  expect(held({})).toBe(NOW + DAY);
  expect(held({ quietHours: LUNCH })).toBeNull();
  expect(held({ quietHours: LUNCH, quietHoursOffUntil: 5 })).toBe(5);
});

test('quiet ends at the first minute that is not quiet', () => {
  fc.assert(
    fc.property(hours, moment, (quiet, at) => {
      const start = Math.floor(at / MINUTE) * MINUTE;
      // A week minute by minute is the plain way to say it.
      const minutes = Array.from({ length: (8 * DAY) / MINUTE }, (_, n) => start + (n + 1) * MINUTE);
      const first = isQuiet(quiet, at) ? (minutes.find((then) => !isQuiet(quiet, then)) ?? null) : null;
      expect(quietEnd(quiet, at)).toBe(first);
    }),
    { numRuns: 60 },
  );
});

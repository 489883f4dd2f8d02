import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchKeptAway } from '../../../../src-main/presence/kept-away-watch.ts';
import {
  DEFAULT_PREFERENCES,
  type PreferenceName,
  type Preferences,
} from '../../../../src-shared/preferences/preferences.ts';

const MINUTE = 60_000;
/** A Monday, by this machine's clock. */
const MONDAY_AT_NINE = new Date(2026, 10, 23, 9, 0).getTime();

beforeEach(() => {
  vi.useFakeTimers({ now: MONDAY_AT_NINE });
});
afterEach(() => {
  vi.useRealTimers();
});

function watched(start: Partial<Preferences> = {}, fixed: readonly PreferenceName[] = []) {
  let now: Preferences = { ...DEFAULT_PREFERENCES, ...start };
  let away = false;
  const listeners = new Set<(now: Preferences, before: Preferences) => void>();
  const watch = watchKeptAway({
    preferences: {
      get: () => now,
      fixed: () => fixed,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    facts: () => ({ lines: [], away, placeable: true, canNotify: true }),
  });
  const told: (string | null)[] = [];
  watch.onChange(() => told.push(watch.now()?.kind ?? null));
  return {
    watch,
    told,
    set(change: Partial<Preferences>): void {
      const before = now;
      now = { ...now, ...change };
      for (const listener of listeners) listener(now, before);
    },
    goAway(yes: boolean): void {
      away = yes;
      watch.look();
    },
  };
}

test('a snooze begins when it is chosen and ends by itself', () => {
  const { watch, told, set } = watched();
  expect(watch.now()).toBeNull();
  const until = MONDAY_AT_NINE + 30 * MINUTE;
  set({ snoozedUntil: until });
  expect(watch.now()).toEqual({ kind: 'snoozed', until, canResume: true });
  vi.advanceTimersByTime(31 * MINUTE);
  expect(told).toEqual(['snoozed', null]);
});

test('quiet hours begin and end by the clock', () => {
  const { told } = watched({ quietHours: { from: '10:00', to: '12:30', days: [1] } });
  vi.advanceTimersByTime(61 * MINUTE);
  expect(told).toEqual(['quiet-hours']);
  vi.advanceTimersByTime(151 * MINUTE);
  expect(told).toEqual(['quiet-hours', null]);
});

test('quiet hours that were put off hold again when that is over, and as chosen the next time', () => {
  const { watch, told, set } = watched({ quietHours: { from: '08:00', to: '09:30', days: [1, 2] } });
  expect(watch.now()).toEqual({ kind: 'quiet-hours', until: MONDAY_AT_NINE + 30 * MINUTE, canResume: true });
  set(watch.resuming());
  expect(watch.now()).toBeNull();
  vi.advanceTimersByTime(24 * 60 * MINUTE);
  expect(watch.now()?.kind).toBe('quiet-hours');
  expect(told).toEqual([null, 'quiet-hours']);
});

test('a locked screen is told when it locks and when it opens', () => {
  const { told, goAway } = watched();
  goAway(true);
  goAway(true);
  goAway(false);
  expect(told).toEqual(['away', null]);
});

test('with nothing to come there is no timer, and none after it was closed', () => {
  const { watch, set } = watched();
  expect(vi.getTimerCount()).toBe(0);
  set({ snoozedUntil: MONDAY_AT_NINE + MINUTE });
  expect(vi.getTimerCount()).toBe(1);
  watch.close();
  expect(vi.getTimerCount()).toBe(0);
});

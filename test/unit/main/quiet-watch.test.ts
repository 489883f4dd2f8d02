import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchQuiet } from '../../../src-main/presence/quiet-watch.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../src-shared/preferences/preferences.ts';

const MINUTE = 60_000;
/** A Monday, by this machine's clock. */
const MONDAY_AT_NINE = new Date(2026, 10, 23, 9, 0).getTime();

beforeEach(() => {
  vi.useFakeTimers({ now: MONDAY_AT_NINE });
});
afterEach(() => {
  vi.useRealTimers();
});

function watched(start: Partial<Preferences> = {}) {
  let now: Preferences = { ...DEFAULT_PREFERENCES, ...start };
  const listeners = new Set<(now: Preferences, before: Preferences) => void>();
  const watch = watchQuiet({
    get: () => now,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const told: string[] = [];
  watch.onChange(() => told.push(watch.now().kind));
  return {
    watch,
    told,
    set(change: Partial<Preferences>): void {
      const before = now;
      now = { ...now, ...change };
      for (const listener of listeners) listener(now, before);
    },
  };
}

test('a snooze begins when it is chosen and ends by itself', () => {
  const { watch, told, set } = watched();
  expect(watch.now()).toEqual({ kind: 'no' });
  set({ snoozedUntil: MONDAY_AT_NINE + 30 * MINUTE });
  expect(watch.now()).toEqual({ kind: 'snoozed', until: MONDAY_AT_NINE + 30 * MINUTE });
  vi.advanceTimersByTime(31 * MINUTE);
  expect(told).toEqual(['snoozed', 'no']);
});

test('quiet hours begin and end by the clock', () => {
  const { told } = watched({ quietHours: { from: '10:00', to: '12:30', days: [1] } });
  vi.advanceTimersByTime(61 * MINUTE);
  expect(told).toEqual(['quiet-hours']);
  vi.advanceTimersByTime(151 * MINUTE);
  expect(told).toEqual(['quiet-hours', 'no']);
});

test('with nothing to come there is no timer, and none after it was closed', () => {
  const { watch, set } = watched();
  expect(vi.getTimerCount()).toBe(0);
  set({ snoozedUntil: MONDAY_AT_NINE + MINUTE });
  expect(vi.getTimerCount()).toBe(1);
  watch.close();
  expect(vi.getTimerCount()).toBe(0);
});

import { expect, test } from 'vitest';
import {
  absenceAtStart,
  fallsInto,
  nextAbsence,
  type Absence,
} from '../../../../src-main/presence/absence.ts';
import { NOON } from '../heard.ts';

const MINUTE = 60_000;

/** Goes through looks at [minutes after noon, present]. */
function after(start: Absence, ...looks: readonly (readonly [number, boolean])[]): Absence {
  return looks.reduce((now, [minutes, present]) => nextAbsence(now, present, NOON + minutes * MINUTE), start);
}

const there = after(absenceAtStart(NOON - 60 * MINUTE), [0, true]);
const at = (minutes: number) => NOON + minutes * MINUTE;

test('the time that the app was not running is one, and a computer that never heard anything had none', () => {
  expect(fallsInto(there, at(-30))).toBe(true);
  expect(fallsInto(there, at(-61))).toBe(false);
  expect(fallsInto(there, at(1))).toBe(false);
  const fresh = after(absenceAtStart(null), [0, true]);
  expect(fallsInto(fresh, at(-30))).toBe(false);
});

test('begins half a minute before a dead link is noticed', () => {
  const away = after(there, [10, false]);
  expect(fallsInto(away, at(9.6))).toBe(true);
  expect(fallsInto(away, at(9.4))).toBe(false);
  expect(fallsInto(away, at(20))).toBe(true);
});

test('waking up and then connecting again end one absence, not two', () => {
  const slept = after(there, [10, false], [60, true], [60.1, false], [60.2, true]);
  expect(fallsInto(slept, at(30))).toBe(true);
  expect(fallsInto(slept, at(61))).toBe(false);
});

test('a later one has its own beginning', () => {
  const second = after(there, [10, false], [20, true], [40, false]);
  expect(fallsInto(second, at(15))).toBe(false);
  expect(fallsInto(second, at(40))).toBe(true);
});

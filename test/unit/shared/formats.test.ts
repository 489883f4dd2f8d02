import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dateTimeFormat, numberFormat, relativeTimeFormat } from '../../../src-shared/format/formats.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

test('a format is made once a minute, for each language and each way of writing', () => {
  const short = () => dateTimeFormat('en', { timeStyle: 'short' });
  const first = short();
  expect(short()).toBe(first);
  expect(dateTimeFormat('fr', { timeStyle: 'short' })).not.toBe(first);
  expect(dateTimeFormat('en', { dateStyle: 'short' })).not.toBe(first);
  vi.setSystemTime(Date.now() + 60_001);
  expect(short()).not.toBe(first);
});

test('a clock that is set back makes them anew too', () => {
  const first = numberFormat('en', {});
  vi.setSystemTime(Date.now() - 3_600_000);
  expect(numberFormat('en', {})).not.toBe(first);
});

test('each kind writes as its own', () => {
  expect(numberFormat('en', { style: 'percent' }).format(0.5)).toBe('50%');
  expect(relativeTimeFormat('en').format(-2, 'day')).toBe('2 days ago');
  expect(dateTimeFormat('en', { dateStyle: 'short', timeZone: 'UTC' }).format(0)).toBe('1/1/70');
});

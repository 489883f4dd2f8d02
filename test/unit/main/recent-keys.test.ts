import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recentKeys } from '../../../src-main/pop/recent-keys.ts';
import { NOON } from './heard.ts';

const MINUTE = 60_000;

test('a key of the last quarter of an hour is there, whatever came and at whatever pace', () => {
  const gap = fc.integer({ min: 60, max: 5_000 });
  fc.assert(
    fc.property(fc.array(gap, { minLength: 1, maxLength: 2_000 }), fc.boolean(), (gaps, isRenaming) => {
      let keys = recentKeys<string>([], NOON);
      let now = NOON;
      const noted: { key: string; at: number }[] = [];
      for (const [i, ms] of gaps.entries()) {
        now += ms;
        keys = keys.with(`${i}`, now);
        if (isRenaming) keys = keys.renamed(`${i}`, `new-${i}`);
        noted.push({ key: isRenaming ? `new-${i}` : `${i}`, at: now });
      }
      for (const { key, at } of noted) if (now - at <= 15 * MINUTE) expect(keys.has(key)).toBe(true);
      expect(keys.size).toBe([...keys].length);
    }),
    { numRuns: 30 },
  );
});

test.each([
  ['a call every ten minutes', 10 * MINUTE, 512],
  ['thirty a second', 33, 20_256],
  ['all at once', 0, 20_256],
])('of 100,000 keys, %s, no more than so many are kept', (_, gap, most) => {
  let keys = recentKeys<number>([], NOON);
  let largest = 0;
  for (let i = 0; i < 100_000; i += 1) {
    keys = keys.with(i, NOON + i * gap);
    largest = Math.max(largest, keys.size);
  }
  expect(largest).toBeLessThanOrEqual(most);
  expect(keys.has(99_999)).toBe(true);
  expect(keys.has(0)).toBe(false);
});

test('what was there at the start is bounded too, and the newest of it stays', () => {
  const keys = recentKeys(
    Array.from({ length: 60_000 }, (_, i) => i),
    NOON,
  );
  expect(keys.size).toBeLessThanOrEqual(20_256);
  expect(keys.has(59_999)).toBe(true);
});

test('a key that takes another’s name is there once', () => {
  const keys = recentKeys(['a', 'b'], NOON).renamed('a', 'b');
  expect([...keys]).toEqual(['b']);
  expect([...recentKeys(['a', 'b'], NOON).renamed('a', 'c')]).toEqual(['c', 'b']);
  expect(keys.with('b', NOON).size).toBe(1);
});

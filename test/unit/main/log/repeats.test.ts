import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogEntry } from '../../../../src-main/log/log-line.ts';
import { createRepeats, REPEATS_WITHIN_MS } from '../../../../src-main/log/repeats.ts';

const entry = fc.record({
  level: fc.constantFrom('info', 'warn', 'error'),
  what: fc.constantFrom('one', 'two', 'three'),
  facts: fc.record({ n: fc.integer({ min: 0, max: 60 }) }),
}) satisfies fc.Arbitrary<LogEntry>;

const countsIn = (entries: readonly LogEntry[]): number =>
  entries.reduce((sum, { facts }) => sum + (typeof facts?.['again'] === 'number' ? facts['again'] : 1), 0);

test('every entry is written or counted, and a minute holds a bounded number of lines', () => {
  const steps = fc.array(fc.tuple(entry, fc.integer({ min: 0, max: 2_000 })), { maxLength: 600 });
  fc.assert(
    fc.property(steps, (all) => {
      const repeats = createRepeats();
      let now = 0;
      const written: [number, LogEntry][] = [];
      for (const [one, wait] of all) {
        now += wait;
        for (const each of repeats.take(one, now)) written.push([now, each]);
      }
      for (const each of repeats.rest()) written.push([now, each]);
      expect(countsIn(written.map(([, one]) => one))).toBe(all.length);
      for (const [at] of written) {
        const within = written.filter(([other]) => other >= at && other < at + REPEATS_WITHIN_MS);
        // Nine kinds, twenty each and a count, in the two windows that a minute can touch.
        expect(within.length).toBeLessThanOrEqual(2 * 9 * 21);
      }
    }),
  );
});

test('the first of a kind is written at once, and so is another one of it', () => {
  const repeats = createRepeats();
  const dead = (failures: number): LogEntry => ({
    level: 'error',
    what: 'a page is dead',
    facts: { failures },
  });
  expect([1, 2, 2, 3].map((n) => repeats.take(dead(n), 0).length)).toEqual([1, 1, 0, 1]);
  expect(repeats.take(dead(2), REPEATS_WITHIN_MS)).toEqual([
    { ...dead(3), facts: { failures: 2, again: 1 } },
    dead(2),
  ]);
});

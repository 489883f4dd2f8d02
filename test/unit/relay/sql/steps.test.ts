import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { sqliteSql } from '../../../../src-relay/sqlite/sql.ts';
import type { Database } from '../../../../src-relay/sql/sql.ts';
import { fewAtOnce, inSteps } from '../../../../src-relay/sql/steps.ts';

const ITEMS = Array.from({ length: 501 }, (_, i) => i);

/** Transactions that are begun again now and then, as one that met another is. */
function alone(beginAgain: (nth: number) => boolean = () => false): Pick<Database, 'alone'> {
  const sql = sqliteSql(new DatabaseSync(':memory:'));
  let nth = 0;
  return {
    alone: async (work) => {
      nth += 1;
      if (beginAgain(nth)) await work(sql);
      return await work(sql);
    },
  };
}

test.each([
  ['are', () => false],
  ['that are begun again are', (nth: number) => nth % 2 === 1],
])('steps %s short, and each item is handled once, in order', async (_, beginAgain) => {
  const steps = await inSteps(alone(beginAgain), ITEMS, (__, step) => Promise.resolve([...step]));
  expect(steps.flat()).toEqual(ITEMS);
  for (const step of steps) expect(step.length).toBeLessThanOrEqual(200);
});

test('a step that takes long ends after the item in hand', async () => {
  const steps = await inSteps(alone(), ITEMS.slice(0, 3), (_, step) => {
    const taken: number[] = [];
    for (const item of step) {
      taken.push(item);
      const until = performance.now() + 60;
      while (performance.now() < until);
    }
    return Promise.resolve(taken);
  });
  expect(steps).toEqual([[0], [1], [2]]);
});

test('nothing is begun for no items, and what a step throws is thrown on', async () => {
  expect(await inSteps(alone(), [], () => Promise.reject(new Error('begun')))).toEqual([]);
  await expect(inSteps(alone(), ITEMS, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('a few items are handled at once, never many, and none is left out', async () => {
  const done: number[] = [];
  let [now, most] = [0, 0];
  await fewAtOnce(ITEMS, async (item) => {
    now += 1;
    most = Math.max(most, now);
    await Promise.resolve();
    now -= 1;
    done.push(item);
  });
  expect(done).toEqual(ITEMS);
  expect(most).toBe(16);
});

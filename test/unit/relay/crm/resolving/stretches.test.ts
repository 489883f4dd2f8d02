import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stretches } from '../../../../../src-relay/crm/resolving/stretches.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Made {
  readonly most?: number;
  readonly takes?: number;
  readonly atOnce?: number;
  readonly work?: (key: number, item: string) => void | Promise<void>;
}

function made(parts: Made = {}) {
  const done: string[] = [];
  const troubles: unknown[] = [];
  let clock = 0;
  let dropped = 0;
  const queue = stretches<number, string>({
    work: async (key, item) => {
      clock += parts.takes ?? 1;
      done.push(item);
      await parts.work?.(key, item);
    },
    atOnce: parts.atOnce ?? 1,
    merged: (old, next) => `${old}${next}`,
    most: parts.most ?? 100,
    dropped: () => (dropped += 1),
    stretchMs: 4,
    elapsed: () => clock,
    trouble: (error) => void troubles.push(error),
  });
  return { queue, done, troubles, dropped: () => dropped };
}

test('nothing is done in the tick in which it is added, and everything is in the end, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 50 }), { maxLength: 80 }), async (keys) => {
      const { queue, done } = made();
      for (const key of keys) queue.add(key, `${key};`);
      expect(done).toEqual([]);
      for (let i = 0; i < 40; i += 1) await turn();
      const expected = [...new Set(keys)].map((key) =>
        `${key};`.repeat(keys.filter((one) => one === key).length),
      );
      expect(done).toEqual(expected);
    }),
  );
});

test('others have their turn after a stretch', async () => {
  const { queue, done } = made({ takes: 2 });
  for (let key = 0; key < 10; key += 1) queue.add(key, `${key}`);
  await turn();
  expect(done).toHaveLength(2);
  await turn();
  expect(done).toHaveLength(4);
});

test('of too many the oldest goes, and is counted', async () => {
  const { queue, done, dropped } = made({ most: 3, takes: 0 });
  for (let key = 0; key < 5; key += 1) queue.add(key, `${key}`);
  await turn();
  expect(done).toEqual(['2', '3', '4']);
  expect(dropped()).toBe(2);
});

test('one that fails keeps nobody else from it, and what is added by the work is done as well', async () => {
  const { queue, done, troubles } = made({
    work: (key) => {
      if (key === 1) queue.add(7, 'seven');
      if (key === 2) throw new Error('odd');
    },
  });
  for (const key of [1, 2, 3]) queue.add(key, `${key}`);
  for (let i = 0; i < 5; i += 1) await turn();
  expect(done).toEqual(['1', '2', '3', 'seven']);
  expect(troubles).toHaveLength(1);
});

test('as much as may be is under way at once, but of one key only one piece', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.record({ key: fc.nat({ max: 6 }), turns: fc.nat({ max: 3 }) }), { maxLength: 40 }),
      async (atOnce, pieces) => {
        const underWay: number[] = [];
        const { queue, done } = made({
          atOnce,
          takes: 0,
          work: async (key, item) => {
            expect(underWay).not.toContain(key);
            underWay.push(key);
            expect(underWay.length).toBeLessThanOrEqual(atOnce);
            for (let i = 0; i < (pieces[Number.parseInt(item, 10)]?.turns ?? 0); i += 1) await turn();
            underWay.splice(underWay.indexOf(key), 1);
          },
        });
        for (const [at, { key, turns }] of pieces.entries()) {
          queue.add(key, `${at};`);
          if (turns === 0) await turn();
        }
        for (let i = 0; i < 150; i += 1) await turn();
        const order = (list: readonly string[]) => list.join('').split(';').filter(Boolean).sort();
        expect(order(done)).toEqual(pieces.map((_, at) => String(at)).sort());
      },
    ),
    { numRuns: 50 },
  );
});

test('once it is closed nothing is done any more', async () => {
  const { queue, done } = made();
  queue.add(1, 'one');
  await queue.close();
  queue.add(2, 'two');
  await turn();
  expect(done).toEqual([]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from '../../../../src-relay/sequencing/in-order.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('of one key the order is kept and nothing overlaps, whatever fails; of others nothing waits', async () => {
  const piece = fc.record({ key: fc.nat({ max: 4 }), turns: fc.nat({ max: 3 }), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
      const order = inOrder<number>();
      const log: string[] = [];
      const results = pieces.map(({ key, turns, fails }, at) =>
        order.add(key, async () => {
          log.push(`${key} begins ${at}`);
          for (let i = 0; i < turns; i += 1) await turn();
          log.push(`${key} ends ${at}`);
          if (fails) throw new Error(`${at}`);
        }),
      );
      const settled = Promise.allSettled(results);
      await order.idle();
      for (const key of new Set(pieces.map((one) => one.key))) {
        const own = pieces.flatMap((one, at) => (one.key === key ? [at] : []));
        const expected = own.flatMap((at) => [`${key} begins ${at}`, `${key} ends ${at}`]);
        expect(log.filter((line) => line.startsWith(`${key} `))).toEqual(expected);
      }
      const failed = (await settled).map(({ status }) => status === 'rejected');
      expect(failed).toEqual(pieces.map(({ fails }) => fails));
    }),
  );
});

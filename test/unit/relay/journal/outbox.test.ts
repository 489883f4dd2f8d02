import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommandKind } from '../../../../src-relay/journal/commands.ts';
import { oneAfterTheOther, severalAtOnce, type Batch } from '../../../../src-relay/journal/outbox.ts';

const KINDS = ['webhook', 'sync', 'claim', 'acks'] as const satisfies readonly CommandKind[];
/** A command that comes, or the end of a batch: of the oldest one under way, or of a later one. */
const steps = fc.array(fc.oneof(fc.constantFrom(...KINDS), fc.nat(3)), { maxLength: 500 });

const ways = [
  ['one batch after the other', oneAfterTheOther],
  ['several at once', severalAtOnce],
] as const;

test.each(ways)('%s: nothing is lost or doubled, and each kind keeps its order', (_, make) => {
  fc.assert(
    fc.property(steps, (all) => {
      const outbox = make<string>();
      const added: string[] = [];
      const out: string[] = [];
      const underWay: Batch<string>[] = [];
      const flush = (): void => {
        for (const batch of outbox.next()) {
          out.push(...batch.items);
          underWay.push(batch);
        }
      };
      for (const [at, step] of all.entries()) {
        if (typeof step === 'number') for (const done of underWay.splice(step, 1)) outbox.done(done);
        else if (outbox.add(`${step} ${at}`, step)) added.push(`${step} ${at}`);
        flush();
      }
      // With nothing in its way everything goes out.
      while (underWay.length > 0) {
        for (const done of underWay.splice(0, 1)) outbox.done(done);
        flush();
      }
      expect(outbox.waiting).toBe(0);
      for (const kind of KINDS) {
        const of = (list: readonly string[]) => list.filter((one) => one.startsWith(kind));
        expect(of(out)).toEqual(of(added));
      }
    }),
  );
});

test('several at once: no webhook waits for what is no webhook', () => {
  const outbox = severalAtOnce<string>();
  for (let i = 0; i < 100; i += 1) outbox.add(`claim ${i}`, 'claim');
  outbox.add('sync', 'sync');
  outbox.next();
  outbox.add('webhook', 'webhook');
  expect(outbox.next()).toEqual([{ way: 'webhooks', items: ['webhook'] }]);
});

test.each(ways)('%s: what was waiting is given back when the writer is lost', (_, make) => {
  const outbox = make<number>();
  for (let i = 0; i < 50; i += 1) outbox.add(i, 'webhook');
  const gone = outbox.next().flatMap(({ items }) => items);
  const rest = outbox.clear();
  expect([...gone, ...rest]).toHaveLength(50);
  outbox.add(50, 'webhook');
  expect(outbox.next().flatMap(({ items }) => items)).toEqual([50]);
});

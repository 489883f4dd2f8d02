import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WebhookId } from '../../../../src-shared/brand.ts';
import type { LockKey } from '../../../../src-relay/postgres/filing/keys.ts';
import { filingQueue, type Queued } from '../../../../src-relay/postgres/filing/queue.ts';

interface Item extends Queued {
  readonly at: number;
}

const MOST = 4;
const item = fc.record({
  keys: fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 3 }),
  id: fc.integer({ min: 0, max: 20 }),
});
/** Some come, or a transaction ends that has filed all but so many. */
const steps = fc.array(fc.oneof(fc.array(item, { maxLength: 8 }), fc.nat(3)), { maxLength: 60 });

const share = (a: Item, b: Item): boolean => a.id === b.id || [...a.keys].some((key) => b.keys.has(key));
test('nothing is filed beside what it shares a key with, or before it unless that is a repeat, and nothing waits for less', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const queue = filingQueue<Item>(MOST);
      const waiting = new Set<Item>();
      const filed: Item[] = [];
      const ids = new Set<WebhookId>();
      const repeated = new Set<Item>();
      let underWay: (readonly Item[])[] = [];
      let count = 0;

      function startAll(): void {
        for (let next = queue.next(); next.length > 0; next = queue.next()) {
          expect(next.length).toBeLessThanOrEqual(MOST);
          for (const one of next) {
            expect(waiting.delete(one)).toBe(true);
            for (const other of underWay.flat()) expect(share(one, other)).toBe(false);
            for (const other of waiting)
              if (other.at < one.at && !repeated.has(other)) expect(share(one, other)).toBe(false);
          }
          underWay.push(next);
        }
        for (const one of waiting) {
          const before = [...underWay.flat(), ...[...waiting].filter(({ at }) => at < one.at)];
          expect(before.some((other) => share(one, other))).toBe(true);
        }
      }

      function end(left: number): void {
        const [first, ...others] = underWay;
        if (first === undefined) return;
        underWay = others;
        // What is left shares a key with nothing that is filed after it.
        const done = first.slice(0, Math.max(1, first.length - left));
        const back = first.slice(done.length);
        filed.push(...done);
        for (const one of back) waiting.add(one);
        queue.done(done);
        queue.putBack(back);
      }

      for (const step of all) {
        if (typeof step === 'number') end(step);
        else {
          const items = step.map(({ keys, id }): Item => {
            count += 1;
            return {
              at: count,
              id: `msg_${id}` as WebhookId,
              keys: new Set(keys.map((k) => `tail ${k}` as LockKey)),
            };
          });
          for (const one of items) {
            if (ids.has(one.id)) repeated.add(one);
            ids.add(one.id);
            waiting.add(one);
          }
          queue.add(items);
        }
        startAll();
      }
      while (underWay.length > 0) {
        end(0);
        startAll();
      }
      expect(filed).toHaveLength(count);
      expect(new Set(filed).size).toBe(count);
    }),
    { numRuns: 200 },
  );
});

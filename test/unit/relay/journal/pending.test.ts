import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src-relay/journal/commands.ts';
import { oneAfterTheOther, severalAtOnce } from '../../../../src-relay/journal/outbox.ts';
import { pendingIn, type Waiting } from '../../../../src-relay/journal/pending.ts';
import type { WriterBatch } from '../../../../src-relay/journal/writer-thread.ts';

const waiting = (command: object): Waiting => ({
  command: command as Command,
  resolve: () => undefined,
  reject: () => undefined,
});
const webhook = (bytes: number): Waiting => waiting({ kind: 'webhook', body: new Uint8Array(bytes) });

const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), bytes: fc.nat(50) }),
  fc.record({ do: fc.constant('next' as const) }),
  fc.record({ do: fc.constant('answer' as const), which: fc.nat(20), part: fc.nat(9) }),
);

describe('what has no answer yet', () => {
  it.each([
    ['one batch after the other', oneAfterTheOther<Waiting>],
    ['several at once', severalAtOnce<Waiting>],
  ])('is given back once, in parts or at the end, and counted until then: %s', (_, outbox) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const pending = pendingIn(outbox());
        const added: Waiting[] = [];
        const given: Waiting[] = [];
        const sent = new Map<WriterBatch, number[]>();
        for (const one of steps) {
          if (one.do === 'add') {
            const item = webhook(one.bytes);
            expect(pending.add(item)).toBe(true);
            added.push(item);
          } else if (one.do === 'next') {
            for (const batch of pending.next()) sent.set(batch, [...batch.commands.keys()]);
          } else {
            const [batch, places] = [...sent][one.which % Math.max(1, sent.size)] ?? [];
            if (batch === undefined || places === undefined) continue;
            const done = places.splice(0, one.part + 1);
            given.push(...(pending.answered(batch.id, done) ?? []));
            if (places.length === 0) {
              sent.delete(batch);
              expect(pending.answered(batch.id, [0])).toBeNull();
            }
          }
          const unsent = added.length - given.length - [...sent.values()].flat().length;
          expect(pending.count).toBe(added.length - given.length);
          expect(pending.bytes > 0 && unsent === 0).toBe(false);
        }
        const rest = pending.clear().filter((one) => !given.includes(one));
        expect(new Set([...given, ...rest])).toEqual(new Set(added));
        expect(given.length + rest.length).toBe(added.length);
        expect([pending.count, pending.bytes]).toEqual([0, 0]);
      }),
      { numRuns: 100 },
    );
  });
});

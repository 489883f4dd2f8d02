import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planWebhook } from '../../../../src-relay/journal/rules/accepting.ts';
import type { Plan, Webhook } from '../../../../src-relay/journal/rules/plan.ts';
import type { CallKey } from '../../../../src-shared/brand.ts';
import { lockNumbers, type LockKey } from '../../../../src-relay/postgres/filing/keys.ts';
import { planning } from '../../../../src-relay/postgres/filing/planning.ts';
import { bulkReads } from '../../../../src-relay/postgres/filing/reads/all.ts';
import { journalInMemory, type JournalInMemory } from '../../../fixtures/relay/journal-in-memory.ts';
import { START, streams, TEAM } from '../../../fixtures/relay/streams.ts';

const reads = bulkReads(new Uint8Array(32));
const now = START + 120_000;

interface Planned {
  readonly plan: Plan | null;
  readonly keys: ReadonlySet<LockKey>;
}

/** A new call's key says for whom it was made, whatever else was planned meanwhile. */
const keysFor =
  (who: string): (() => CallKey) =>
  () =>
    `call of ${who}` as CallKey;

function planned(webhook: Webhook, { surroundings, events }: JournalInMemory): Planned {
  const one = planning((known, directory, parts) => planWebhook(webhook, known, directory, parts), {
    reads,
    now,
    newCallKey: keysFor(webhook.id),
  });
  one.run(TEAM, surroundings.hasErased);
  while (one.isOpen()) {
    for (const question of one.questions()) {
      const ask = surroundings[question.kind] as (ask: unknown) => unknown;
      one.answer(question, ask(question.ask));
    }
    for (const { call } of events) if (call !== null) one.giveAudience(call, surroundings.audience({ call }));
    one.run(TEAM, surroundings.hasErased);
  }
  return { plan: one.plan(), keys: one.keys };
}

test('webhooks that lock nothing in common are planned alike, whichever of them is written first', () => {
  let apart = 0;
  fc.assert(
    fc.property(streams(12), (webhooks) => {
      const journal = journalInMemory();
      for (const webhook of webhooks.slice(0, -2))
        journal.accept(webhook, TEAM, { now, newCallKey: keysFor(webhook.id) });
      const [first, second] = webhooks.slice(-2);
      if (first === undefined || second === undefined || first.id === second.id) return;
      const [before, one] = [planned(second, journal), planned(first, journal)];
      if ([...before.keys].some((key) => one.keys.has(key))) return;
      apart += 1;
      journal.accept(first, TEAM, { now, newCallKey: keysFor(first.id) });
      expect(planned(second, journal)).toEqual(before);
    }),
    { numRuns: 300 },
  );
  expect(apart).toBeGreaterThan(20);
});

test('locks are taken in one order, each once, and are numbers that PostgreSQL has', () => {
  const keys = fc.array(fc.string().map((text) => text as LockKey));
  fc.assert(
    fc.property(keys, (all) => {
      const numbers = lockNumbers(all);
      expect(numbers).toEqual(lockNumbers(new Set(all.toReversed())));
      expect(numbers).toHaveLength(new Set(all).size);
      for (const number of numbers) expect(BigInt.asIntN(64, BigInt(number))).toBe(BigInt(number));
    }),
  );
});

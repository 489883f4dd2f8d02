import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallKey, WebhookId } from '../../../../src-shared/brand.ts';
import { ringMark, slotOf } from '../../../../src-relay/journal/erased-marks.ts';
import { planWebhook } from '../../../../src-relay/journal/rules/accepting.ts';
import type { Plan, Webhook } from '../../../../src-relay/journal/rules/plan.ts';
import type { ReadKind } from '../../../../src-relay/journal/rules/reads.ts';
import type { LockKey } from '../../../../src-relay/postgres/filing/keys.ts';
import { planning, type Planning } from '../../../../src-relay/postgres/filing/planning.ts';
import { bulkReads, type BulkReads } from '../../../../src-relay/postgres/filing/reads/all.ts';
import { planRound, type InHand } from '../../../../src-relay/postgres/filing/round.ts';
import type { PostgresSql } from '../../../../src-relay/postgres/sql.ts';
import { TRY_LOCKS } from '../../../../src-relay/postgres/filing/statements.ts';
import type { EventId } from '../../../../src-relay/sql/ids.ts';
import {
  ANA,
  answer,
  completed,
  contact,
  LINE,
  NORA,
  ring,
  SAM,
  sms,
  tag,
  type AlloBody,
} from '../../../fixtures/allo.ts';
import { journalInMemory, type JournalInMemory } from '../../../fixtures/relay/journal-in-memory.ts';
import { erasedMarks, START, streams, TEAM } from '../../../fixtures/relay/streams.ts';

const now = START + 120_000;
/** Every lock is free, and no audience is found ahead. */
const sql = {
  rows: (text: string) => Promise.resolve(text === TRY_LOCKS ? [{ all: 1 }] : []),
} as unknown as PostgresSql;

/** What the tables say is what the journal says. @param asked counts how often they were */
function readsOf({ surroundings }: JournalInMemory, asked: () => void): BulkReads {
  const all = Object.entries(bulkReads(new Uint8Array(32))).map(([kind, read]) => [
    kind,
    {
      ...read,
      fetch: (_: unknown, asks: readonly unknown[]) => {
        asked();
        const ask = surroundings[kind as ReadKind] as (ask: unknown) => unknown;
        return Promise.resolve(asks.map(ask));
      },
    },
  ]);
  return Object.fromEntries(all) as BulkReads;
}

/** The same keys for a webhook's calls whoever plans it. */
function keysOf({ id }: Webhook): () => CallKey {
  let last = 0;
  return () => `${id}-${(last += 1)}` as CallKey;
}

function inHand(webhooks: readonly Webhook[], reads: BulkReads): (InHand<Plan> & { webhook: Webhook })[] {
  return webhooks.map((webhook, at) => {
    const one: Planning<Plan> = planning((...with_) => planWebhook(webhook, ...with_), {
      reads,
      now,
      newCallKey: keysOf(webhook),
    });
    return { webhook, planning: one, keys: one.keys, own: (1000 + at) as EventId };
  });
}

/** @returns how often the tables were asked, and how often something was written before more was planned */
async function planAll(
  earlier: readonly Webhook[],
  webhooks: readonly Webhook[],
  marks: readonly string[] = [],
): Promise<{
  readonly asked: number;
  readonly rounds: number;
  readonly statuses: ReadonlyMap<string, string>;
}> {
  const [kept, oracle] = [journalInMemory(), journalInMemory()];
  for (const mark of marks) for (const journal of [kept, oracle]) journal.erased.set(mark, now);
  for (const webhook of earlier)
    for (const journal of [kept, oracle]) journal.accept(webhook, TEAM, { now, newCallKey: keysOf(webhook) });
  let [asked, rounds] = [0, 0];
  const statuses = new Map<string, string>();
  const reads = readsOf(kept, () => (asked += 1));
  const known = new Set(earlier.map(({ id }) => id));
  const fresh = webhooks.filter(
    ({ id }, at) => !known.has(id) && webhooks.findIndex((w) => w.id === id) === at,
  );
  let left = inHand(fresh, reads);
  const held = new Set<LockKey>();
  while (left.length > 0) {
    rounds += 1;
    const { hasErased } = kept.surroundings;
    const tables = { reads, hasErased, directory: TEAM };
    const settled = await planRound(left, { ...tables, sql, held, unwritten: new Map() });
    expect(settled.length).toBeGreaterThan(0);
    for (const { plan, planning, own } of settled) {
      const { webhook } = left.find((one) => one.planning === planning) ?? {};
      if (webhook === undefined) throw new Error('no webhook');
      const parts = { now, newCallKey: keysOf(webhook) };
      statuses.set(webhook.id, plan.outcome.status);
      expect(plan).toEqual(planWebhook(webhook, oracle.surroundings, TEAM, parts));
      oracle.accept(webhook, TEAM, { now, newCallKey: keysOf(webhook), own });
    }
    for (const { planning, own } of settled) {
      const { webhook } = left.find((one) => one.planning === planning) ?? {};
      if (webhook !== undefined) kept.accept(webhook, TEAM, { now, newCallKey: keysOf(webhook), own });
    }
    const done = new Set(settled.map(({ planning }) => planning));
    left = left.filter(({ planning }) => !done.has(planning));
  }
  return { asked, rounds, statuses };
}

test('webhooks that are planned together are planned as if each were written before the next one', async () => {
  await fc.assert(
    fc.asyncProperty(streams(40), fc.nat({ max: 20 }), erasedMarks, async (webhooks, at, marks) => {
      await planAll(webhooks.slice(0, at), webhooks.slice(at), marks);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

const AT = new Date(START).toISOString();
const later = (n: number, ms: number): string => new Date(START + n * ms).toISOString();
const ends = { from_number: ANA, to_number: LINE };
const id = 'cll_flood';

test('what names a call that is erased only in the same go is dropped, though all else of it is known before', async () => {
  const bodies = [
    completed({ ...ends, start_date: later(-3, 3_600_000), id: 'cll_before' }),
    completed({
      ...ends,
      start_date: later(3, 3_600_000),
      id: 'cll_leg',
      transfer_original_call_id: 'cll_before',
    }),
    completed({ ...ends, start_date: AT, id }),
    `{"topic":"call.completed","data":{"id":"${id}"`,
  ];
  const webhooks = bodies.map((body, at): Webhook => {
    const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
    return { id: `msg_${at}` as WebhookId, receivedAt: START + at, body: bytes };
  });
  const marks = [ringMark('199001234', slotOf(START))];
  const { statuses } = await planAll(webhooks.slice(0, 1), webhooks.slice(1), marks);
  expect([...statuses].sort()).toEqual([
    ['msg_1', 'accepted'],
    ['msg_2', 'dropped'],
    ['msg_3', 'dropped'],
  ]);
});

const floods: readonly (readonly [string, (n: number) => AlloBody])[] = [
  ['rings of one call', (n) => ring({ ...ends, started_at: AT, user_email: n % 2 === 0 ? NORA : SAM })],
  ['calls of one number', (n) => ring({ ...ends, started_at: later(n, 150_000) })],
  ['answers of one call', () => answer({ ...ends, started_at: AT })],
  ['legs of one call', (n) => completed({ from_number: ANA, to: LINE, start_date: AT, id: `cll_${n}` })],
  ['tags of one call', (n) => tag({ call_id: id, tag_key: `key_${n}` })],
  ['text messages of one number', (n) => sms({ id: `sms_${n}`, from_number: ANA, to_number: LINE })],
  ['changes of one contact', (n) => ({ ...contact({ numbers: [ANA] }), timestamp: later(n, 10) })],
];

test.each(floods)('a flood of %s is planned in one go, with few looks at the tables', async (_, bodyOf) => {
  const bodies = [
    completed({ ...ends, start_date: AT, id }),
    ...Array.from({ length: 60 }, (_, n) => bodyOf(n)),
  ];
  const webhooks = bodies.map((body, at): Webhook => {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    return { id: `msg_${at}` as WebhookId, receivedAt: START + at, body: bytes };
  });
  const { asked, rounds } = await planAll(webhooks.slice(0, 1), webhooks.slice(1));
  expect(rounds).toBe(1);
  expect(asked).toBeLessThan(40);
});

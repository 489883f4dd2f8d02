import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { divideIntoCalls } from '../../../src-shared/calls/matching.ts';
import { isCallEvent, sightingOf } from '../../../src-shared/calls/sighting.ts';
import type { WebhookOutcome } from '../../../src-relay/journal/commands.ts';
import { readWebhook } from '../../../src-relay/journal/rules/accepting.ts';
import type { Webhook } from '../../../src-relay/journal/rules/plan.ts';
import {
  filingRelays,
  type FilingRelays,
  type KeptEvent,
  type Place,
} from '../../fixtures/postgres/filing.ts';
import { completed, ring, sms, type AlloBody } from '../../fixtures/allo.ts';
import { journalInMemory } from '../../fixtures/relay/journal-in-memory.ts';
import { callsIn, countedKeys, START, streams, TEAM } from '../../fixtures/relay/streams.ts';

const AT = START + 120_000;

let relays: FilingRelays;

beforeAll(async () => {
  const agents = [...TEAM.idOf.keys()].map(
    (email, at) => [email, at < 2 ? (TEAM.lines[0]?.number ?? null) : null] as const,
  );
  relays = await filingRelays({ agents }, () => AT);
});
afterAll(() => relays.close());

function inBatches(webhooks: readonly Webhook[], sizes: readonly number[]): Webhook[][] {
  const batches: Webhook[][] = [];
  let at = 0;
  for (let i = 0; at < webhooks.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    batches.push(webhooks.slice(at, at + size));
    at += size;
  }
  return batches;
}

const copyOf = (webhook: Webhook): Webhook => ({ ...webhook, body: webhook.body.slice() });
const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
/** Each run is a few dozen round trips, and so would be each try to shrink what fails. */
const RUNS = { numRuns: 8, endOnFailure: true };

describe('one relay', () => {
  test('files whatever comes as the rules alone do, in batches of any size', async () => {
    await fc.assert(
      fc.asyncProperty(streams(30), sizes, async (webhooks, sizes) => {
        await relays.startOver();
        const oracle = journalInMemory();
        const newCallKey = countedKeys();
        const expected = webhooks.map((one) => oracle.accept(one, TEAM, { now: AT, newCallKey }).outcome);
        const outcomes: WebhookOutcome[] = [];
        for (const batch of inBatches(webhooks, sizes)) {
          outcomes.push(...(await relays.file(0, batch.map(copyOf))).outcomes);
        }
        expect(outcomes.map(withoutContacts)).toEqual(expected.map(withoutContacts));
        const events = await relays.events();
        expect(callsIn(events)).toEqual(callsIn(oracle.events));
        expect(events.map(({ webhookId, memory }) => [webhookId, memory])).toEqual(
          oracle.events
            .map(({ id, webhookId }) => [webhookId, oracle.surroundings.record({ event: id }).memory])
            .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
        );
        const contacts = new Set<string>(
          events.filter(({ topic }) => topic.startsWith('contact.')).map(({ webhookId }) => webhookId),
        );
        const told = (all: readonly { readonly agent: number; readonly webhookId: string }[]): string[] =>
          all
            .flatMap(({ agent, webhookId }) => (contacts.has(webhookId) ? [] : [`${agent} ${webhookId}`]))
            .sort();
        expect(told(await relays.places())).toEqual(
          told(oracle.deliveries.map(({ agent, record: { webhookId } }) => ({ agent, webhookId }))),
        );
        expect(await relays.quarantined()).toEqual(
          oracle.quarantined.map(({ webhookId }) => webhookId).sort(),
        );
      }),
      RUNS,
    );
  });

  test('gives each agent the same places as the rules alone, one webhook after the other', async () => {
    await fc.assert(
      fc.asyncProperty(streams(12), async (webhooks) => {
        await relays.startOver();
        const oracle = journalInMemory();
        const newCallKey = countedKeys();
        for (const webhook of webhooks) {
          const { outcome, deliveries } = oracle.accept(webhook, TEAM, { now: AT, newCallKey });
          const filed = await relays.file(0, [copyOf(webhook)]);
          expect(filed.outcomes).toEqual([outcome]);
          expect(filed.deliveries.map(plain)).toEqual(deliveries.map(plain));
        }
      }),
      RUNS,
    );
  });
});

describe('a batch', () => {
  test('tells an agent of its webhooks in order of arrival, however long each takes to be decided', async () => {
    await relays.startOver();
    const webhookOf = (body: AlloBody, at: number): Webhook => ({
      id: `msg_${at}` as WebhookId,
      receivedAt: AT + at,
      body: new TextEncoder().encode(JSON.stringify(body)),
    });
    const later = (ms: number): string => new Date(START + ms).toISOString();
    const [before, ...batch] = [
      completed({ start_date: later(-3_600_000) }),
      ring({ started_at: later(0), person: null }),
      sms({ sent_at: later(1000), from_number: '+442079460123' }),
      ring({ started_at: later(600_000), person: null }),
    ].map(webhookOf);
    if (before !== undefined) await relays.file(0, [before]);
    const [first] = batch;
    // A repeat of the first comes along: what comes after it does not wait for it.
    await relays.file(0, [
      ...batch.slice(0, 1),
      ...(first === undefined ? [] : [copyOf(first)]),
      ...batch.slice(1),
    ]);
    const told = (await relays.places()).filter(({ agent }) => agent === 1);
    expect(told.map(({ webhookId }) => webhookId)).toEqual(['msg_0', 'msg_1', 'msg_2', 'msg_3']);
  });
});

/**
 * Whom a contact concerns is read from who had calls with it; a transfer of the same batch, which has no number in common
 * with it, may count as having come later.
 */
function withoutContacts(outcome: WebhookOutcome): unknown {
  const isContact = 'taken' in outcome && outcome.taken?.topic.startsWith('contact.') === true;
  return isContact ? outcome.status : outcome;
}

function plain({
  agent,
  seq,
  isNews,
  record,
}: {
  agent: number;
  seq: number;
  isNews: boolean;
  record: { webhookId: string; memory: string | null };
}) {
  return { agent, seq, isNews, webhookId: record.webhookId, memory: record.memory };
}

describe('two relays at once', () => {
  test('make one journal of whatever comes to either, or to both', async () => {
    const dealt = fc.array(fc.constantFrom('first', 'second', 'both'), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(streams(30), dealt, sizes, async (webhooks, dealt, sizes) => {
        await relays.startOver();
        const to = (relay: 'first' | 'second') =>
          webhooks.filter((_, at) => [relay, 'both'].includes(dealt[at % dealt.length] ?? 'both'));
        const filed = await Promise.all(
          [to('first'), to('second')].map(async (own, relay) => {
            const all: { webhook: Webhook; outcome: WebhookOutcome | undefined }[] = [];
            // Several transactions at a time, as a relay's writer has them.
            const batches = inBatches(own, sizes);
            const results = await Promise.all(batches.map((batch) => relays.file(relay, batch.map(copyOf))));
            for (const [at, batch] of batches.entries())
              for (const [i, webhook] of batch.entries())
                all.push({ webhook, outcome: results[at]?.outcomes[i] });
            return all;
          }),
        );
        oneEach(filed.flat());
        const events = await relays.events();
        const places = await relays.places();
        dividedAsTheMatchingDoes(webhooks, events);
        gapless(places);
        allOrNothingOfACall(events, places);
      }),
      RUNS,
    );
  });
});

/** Each id counts once, whatever relay it came to. */
function oneEach(filed: readonly { webhook: Webhook; outcome: WebhookOutcome | undefined }[]): void {
  for (const [id, own] of Map.groupBy(filed, ({ webhook }) => webhook.id)) {
    const taken = own.filter(({ outcome }) => outcome?.status !== 'duplicate');
    expect({ id, taken: taken.length }).toEqual({ id, taken: 1 });
    for (const { outcome } of taken) {
      const status = outcome?.status;
      expect({ id, status }).toEqual({
        id,
        status: readWebhook(own[0]?.webhook as Webhook).ok ? 'accepted' : 'quarantined',
      });
    }
  }
}

function dividedAsTheMatchingDoes(webhooks: readonly Webhook[], events: readonly KeptEvent[]): void {
  const sightings = webhooks.flatMap((webhook) => {
    const read = readWebhook(webhook);
    return read.ok && isCallEvent(read.event) ? [sightingOf(webhook.id, read.event, read.timed)] : [];
  });
  const isSighted = new Set<string>(sightings.map(({ ref }) => ref));
  expect(callsIn(events.filter(({ webhookId }) => isSighted.has(webhookId)))).toEqual(
    divideIntoCalls(sightings)
      .map((refs) => refs.toSorted().join(' '))
      .sort(),
  );
}

function gapless(places: readonly Place[]): void {
  for (const [, own] of Map.groupBy(places, ({ agent }) => agent))
    expect(own.map(({ seq }) => seq)).toEqual(own.map((_, at) => at + 1));
}

/** Whoever was told of one event of a call was told of all of them. */
function allOrNothingOfACall(events: readonly KeptEvent[], places: readonly Place[]): void {
  const toldOf = Map.groupBy(places, ({ webhookId }) => webhookId);
  const agentsOf = (webhookId: string): number[] =>
    [...new Set(toldOf.get(webhookId)?.map(({ agent }) => agent))].sort((a, b) => a - b);
  for (const [call, own] of Map.groupBy(events, ({ call }) => call)) {
    if (call === null) continue;
    const [first, ...others] = own.map(({ webhookId }) => agentsOf(webhookId));
    for (const agents of others) expect(agents).toEqual(first);
  }
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompletedData } from '../../../../src-shared/allo/events.ts';
import type { AgentEmail, CallKey, WebhookId } from '../../../../src-shared/brand.ts';
import { divideIntoCalls } from '../../../../src-shared/calls/matching.ts';
import { isCallEvent, sightingOf } from '../../../../src-shared/calls/sighting.ts';
import { ringMark, slotOf } from '../../../../src-relay/journal/erased-marks.ts';
import { planWebhook, readWebhook } from '../../../../src-relay/journal/rules/accepting.ts';
import type { PlanningParts, Webhook } from '../../../../src-relay/journal/rules/plan.ts';
import type { AgentId } from '../../../../src-relay/sql/ids.ts';
import { ring } from '../../../fixtures/allo.ts';
import { journalInMemory, type JournalInMemory } from '../../../fixtures/relay/journal-in-memory.ts';
import { callsIn, countedKeys, START, streams, TEAM } from '../../../fixtures/relay/streams.ts';

const AT = START + 120_000;
const RUNS = { numRuns: 50 };

function parts(): PlanningParts {
  return { now: AT, newCallKey: countedKeys() };
}

function taken(webhooks: readonly Webhook[], after?: (journal: JournalInMemory) => void): JournalInMemory {
  const journal = journalInMemory();
  const own = parts();
  for (const webhook of webhooks) {
    journal.accept(webhook, TEAM, own);
    after?.(journal);
  }
  return journal;
}

/** Of each event that an agent was told of, the call that they were told last. */
function toldIn({ deliveries }: JournalInMemory): Map<AgentId, Map<number, CallKey | null>> {
  const told = new Map<AgentId, Map<number, CallKey | null>>();
  for (const { agent, event, record } of deliveries) {
    const own = told.get(agent) ?? new Map<number, CallKey | null>();
    told.set(agent, own.set(event, record.call));
  }
  return told;
}

/** Allo gives each call an id of its own. */
function eachEndedOnce(webhooks: readonly Webhook[]): Webhook[] {
  const ended = new Set<string>();
  return webhooks.filter((webhook) => {
    const read = readWebhook(webhook);
    if (!read.ok || read.event.topic !== 'call.completed') return true;
    const { id } = read.event.data;
    return !ended.has(id) && ended.add(id);
  });
}

describe('whatever comes, in whatever order and however often', () => {
  it('is divided into the calls that the matching finds when it sees all at once', () => {
    fc.assert(
      fc.property(streams(30), (webhooks) => {
        const sightings = webhooks.flatMap((webhook) => {
          const read = readWebhook(webhook);
          return read.ok && isCallEvent(read.event) ? [sightingOf(webhook.id, read.event, read.timed)] : [];
        });
        const journal = taken(webhooks);
        const isSighted = new Set<string>(sightings.map(({ ref }) => ref));
        const found = callsIn(journal.events).flatMap((call) => {
          const own = call.split(' ').filter((ref) => isSighted.has(ref));
          return own.length === 0 ? [] : [own.join(' ')];
        });
        expect(found.sort()).toEqual(
          divideIntoCalls(sightings)
            .map((refs) => refs.toSorted().join(' '))
            .sort(),
        );
      }),
      RUNS,
    );
  });

  it('whoever was told of one event of a call was told of all of them, under that call', () => {
    fc.assert(
      fc.property(streams(30), (webhooks) => {
        taken(webhooks, (journal) => {
          const byCall = Map.groupBy(journal.events, ({ call }) => call);
          for (const [agent, own] of toldIn(journal)) {
            for (const [event, call] of own) {
              const kept = journal.events.find(({ id }) => id === event);
              expect({ agent, event, call }).toEqual({ agent, event, call: kept?.call });
              if (call !== null) for (const { id } of byCall.get(call) ?? []) expect(own.has(id)).toBe(true);
            }
          }
        });
      }),
      RUNS,
    );
  });

  it('nobody is told anything a second time that has not changed', () => {
    fc.assert(
      fc.property(streams(30), (webhooks) => {
        // Tags follow the last completion of their id: two of them would draw them to and fro.
        const { deliveries } = taken(eachEndedOnce(webhooks));
        for (const [, own] of Map.groupBy(deliveries, ({ agent, event }) => `${agent} ${event}`)) {
          for (const [i, { record }] of own.entries()) {
            if (i > 0) expect(record.call).not.toBe(own[i - 1]?.record.call);
          }
          expect(own.slice(1).some(({ isNews }) => isNews)).toBe(false);
        }
      }),
      RUNS,
    );
  });

  it('a claim goes where the events of its call go, unless another is there', () => {
    fc.assert(
      fc.property(streams(30), fc.nat({ max: 2 }), (webhooks, spared) => {
        let claimed = new Map<CallKey, Set<number>>();
        taken(webhooks, ({ events, claims }) => {
          for (const ids of claimed.values()) {
            const calls = events.flatMap(({ id, call }) => (ids.has(id) && call !== null ? [call] : []));
            expect(calls.some((call) => claims.has(call))).toBe(true);
          }
          const groups = Map.groupBy(events, ({ call }) => call);
          const calls = [...groups.keys()].filter((call, i) => call !== null && i % 3 !== spared);
          claimed = new Map(
            calls.map((call) => [call as CallKey, new Set(groups.get(call)?.map(({ id }) => id))]),
          );
          claims.clear();
          for (const call of claimed.keys()) claims.set(call, 1 as AgentId);
        });
      }),
      RUNS,
    );
  });

  it('whoever a leg of a transfer names was told of the others, whichever ended first', () => {
    fc.assert(
      fc.property(streams(30), (webhooks) => {
        const journal = taken(eachEndedOnce(webhooks));
        const told = toldIn(journal);
        const ended = journal.events.flatMap((row) => {
          const data = row.topic === 'call.completed' ? (JSON.parse(row.data) as CompletedData) : null;
          return data === null ? [] : [{ ...row, id: data.id, from: data.transfer_original_call_id, data }];
        });
        for (const { id, from, data } of ended) {
          const users = [data.user_email, data.transfer_to?.user_email];
          const named = users.flatMap((user) => TEAM.idOf.get(user as AgentEmail) ?? []);
          const legs = ended.filter((one) => one.id !== id && (one.id === from || one.from === id));
          const events = legs.flatMap(({ call }) => journal.events.filter((one) => one.call === call));
          for (const agent of named)
            for (const event of events) expect(told.get(agent)?.has(event.id)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('whoever was told of one leg of a transfer was told of the others, whatever came first', () => {
    fc.assert(
      fc.property(streams(30), (webhooks) => {
        taken(eachEndedOnce(webhooks), (journal) => {
          const told = toldIn(journal);
          const ended = journal.events.flatMap((row) => {
            const data = row.topic === 'call.completed' ? (JSON.parse(row.data) as CompletedData) : null;
            return data === null ? [] : [{ ...row, alloCall: data.id, from: data.transfer_original_call_id }];
          });
          for (const { id, alloCall, from } of ended) {
            const legs = ended.filter((leg) => leg.alloCall === from || leg.from === alloCall);
            for (const [agent, own] of told) {
              if (!own.has(id)) continue;
              expect(legs.filter((leg) => !own.has(leg.id)).map((leg) => ({ agent, leg }))).toEqual([]);
            }
          }
        });
      }),
      RUNS,
    );
  });

  it('planning has no effect, and gives the same again', () => {
    fc.assert(
      fc.property(streams(24), (webhooks) => {
        const journal = taken(webhooks.slice(0, -1));
        for (const webhook of webhooks.slice(-1)) {
          const plan = () => planWebhook(webhook, journal.surroundings, TEAM, parts());
          expect(plan()).toEqual(plan());
        }
      }),
      RUNS,
    );
  });
});

describe('what was erased', () => {
  const RANG = START + 60_000;

  function ringAt(startedAt: number, id: string): Webhook {
    const body = ring({ started_at: new Date(startedAt).toISOString() });
    return {
      id: id as WebhookId,
      receivedAt: AT,
      body: new TextEncoder().encode(JSON.stringify(body)),
    };
  }

  it('is not taken in again, and a call of the same number that began later is', () => {
    fc.assert(
      fc.property(fc.integer({ min: -19_999, max: 19_999 }), fc.nat({ max: 15_000 }), (apart, later) => {
        const journal = journalInMemory();
        const erasedAt = RANG + later;
        journal.erased.set(ringMark('199001234', slotOf(RANG)), erasedAt);
        const { outcome } = journal.accept(ringAt(RANG + apart, 'msg_1'), TEAM, parts());
        expect(outcome.status).toBe(RANG + apart <= erasedAt ? 'dropped' : 'accepted');
      }),
      RUNS,
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../../../../src-shared/allo/events.ts';
import type { CallKey, Instant, WebhookId } from '../../../../../../src-shared/brand.ts';
import type { Call } from '../../../../../../src-shared/calls/call.ts';
import { foldCall } from '../../../../../../src-shared/calls/fold.ts';
import { isCallEvent, sightingOf, type CallEventBody } from '../../../../../../src-shared/calls/sighting.ts';
import { TEST_WEBHOOK_PREFIX } from '../../../../../../src-shared/calls/test-call.ts';
import { readNumber } from '../../../../../../src-shared/format/phone.ts';
import type { Memory } from '../../../../../../src-shared/calls/memory.ts';
import { THIS } from '../../../../../../src-relay/journal/rules/changes.ts';
import { storedEvents } from '../../../../../../src-relay/journal/rules/memory/stored-events.ts';
import type { Opened } from '../../../../../../src-relay/journal/rules/filed.ts';
import { planMemory } from '../../../../../../src-relay/journal/rules/memory/planning.ts';
import { planWebhook } from '../../../../../../src-relay/journal/rules/accepting.ts';
import type { Webhook } from '../../../../../../src-relay/journal/rules/plan.ts';
import type { EventId } from '../../../../../../src-relay/sql/ids.ts';
import type { ReadKind } from '../../../../../../src-relay/journal/rules/reads.ts';
import { ANA, completed, contact, dial, ring, sms, type AlloBody } from '../../../../../fixtures/allo.ts';
import { journalInMemory } from '../../../../../fixtures/relay/journal-in-memory.ts';
import { START, streams, TEAM } from '../../../../../fixtures/relay/streams.ts';

type Journal = ReturnType<typeof journalInMemory>;

const NOW = START + 120_000;
let keys = 0;
const parts = { now: NOW, newCallKey: () => `call_${(keys += 1)}` as CallKey };
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();
const unknown = { person: null, company: null, deals: null };

function webhook(body: AlloBody, id = `msg_${(keys += 1)}`): Webhook {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return { id: id as WebhookId, receivedAt: NOW, body: bytes };
}

function journalWith(...bodies: readonly AlloBody[]): Journal {
  const journal = journalInMemory();
  for (const body of bodies) journal.accept(webhook(body), TEAM, parts);
  return journal;
}

function ringIn(body: AlloBody | undefined): CallEventBody {
  const read = readEvent(body);
  if (!read.ok || !isCallEvent(read.event)) throw new Error('not an event of a call');
  return read.event;
}

/** What the event goes out with when it comes in now. */
function memoryOf(journal: Journal, body: AlloBody): Memory | null {
  const { changes } = planWebhook(webhook(body), journal.surroundings, TEAM, parts);
  const own = changes.find((change) => change.kind === 'memory' && change.event === THIS);
  return own?.kind === 'memory' ? (JSON.parse(own.body) as Memory) : null;
}

/** What of the memory's reads the event asks, in this order. */
function readsFor(journal: Journal, body: AlloBody): ReadKind[] {
  const asked: ReadKind[] = [];
  const watched = Object.fromEntries(
    REMEMBERED.map((kind) => {
      const read = journal.surroundings[kind] as (ask: unknown) => unknown;
      const watchedRead = (ask: unknown): unknown => {
        asked.push(kind);
        return read(ask);
      };
      return [kind, watchedRead];
    }),
  );
  planWebhook(webhook(body), { ...journal.surroundings, ...watched }, TEAM, parts);
  return asked;
}

const REMEMBERED: readonly ReadKind[] = [
  'eventsOf',
  'pastCalls',
  'callCount',
  'crmIdBefore',
  'outcomes',
  'naming',
  'lastText',
  'contactOf',
  'contact',
];

describe('what a ring asks of memory', () => {
  const before = ring({ started_at: ago(600), ...unknown });
  const named = completed({ start_date: ago(600) });
  const history = ['pastCalls', 'outcomes', 'callCount'];
  it.each<[string, readonly AlloBody[], AlloBody, readonly string[]]>([
    ['of somebody new', [], ring({ started_at: ago(0), ...unknown }), ['pastCalls', 'lastText', 'contactOf']],
    ['whom Allo names', [], ring({ started_at: ago(0) }), ['pastCalls', 'lastText']],
    ['of a withheld number', [before], ring({ started_at: ago(0), from_number: null }), []],
    ['of a caller whom the CRM knows', [named], ring({ started_at: ago(0) }), [...history, 'lastText']],
    [
      'of a caller whom the CRM may know of a call before the last',
      [before],
      dial({ started_at: ago(0) }),
      [...history, 'crmIdBefore', 'lastText'],
    ],
    [
      'of a caller whom nobody names: until a call names one',
      [before, named],
      ring({ started_at: ago(0), ...unknown }),
      [...history, 'lastText', 'contactOf', 'naming'],
    ],
    [
      'of a contact',
      [named, { ...contact(), timestamp: ago(9) }],
      ring({ started_at: ago(0), ...unknown }),
      [...history, 'lastText', 'contactOf'],
    ],
    ['that joins its call', [ring({ started_at: ago(0) })], completed({ start_date: ago(0) }), []],
    ['of nobody: a text', [named], sms({ sent_at: ago(0) }), []],
  ])('%s', (_, earlier, now, reads) => {
    expect(readsFor(journalWith(...earlier), now)).toEqual(reads);
  });
});

/** Every call by all of its events, and what the CRM calls its contact by each of its completions: null when none does. */
function callsTold({
  events,
  surroundings,
}: Journal): readonly (Call & { readonly crmIds: readonly (string | null)[] })[] {
  const keysNow = new Set(events.flatMap(({ call }) => (call === null ? [] : [call])));
  return [...keysNow].flatMap((key) => {
    const heard = surroundings.eventsOf({ call: key }).flatMap(storedEvents);
    const call = foldCall(key, heard);
    const ids = heard.flatMap(({ event }) =>
      event.topic === 'call.completed' ? [event.data.integration_id] : [],
    );
    return call === null ? [] : [{ ...call, crmIds: ids.length === 0 ? [null] : ids }];
  });
}

describe('what is remembered', () => {
  it('has each call once, as its events tell it together, in whatever order they come', () => {
    fc.assert(
      fc.property(streams(20), (stream) => {
        const journal = journalInMemory();
        for (const one of stream) {
          journal.accept(one, TEAM, parts);
          const told = callsTold(journal);
          for (const tail of ['199001234', '079460123', '199003300']) {
            const asked = { call: 'none' as CallKey, tail, e164: null, startedAt: Number.MAX_SAFE_INTEGER };
            const own = told.filter(({ number }) => readNumber(number).tail === tail);
            expect(journal.surroundings.callCount({ ...asked, since: 0 })).toBe(own.length);
            for (const past of journal.surroundings.pastCalls(asked)) {
              const call = own.find(({ key }) => key === past.call);
              expect(past.direction).toBe(call?.direction);
              // Of several completions the last one that came says it, or the last one by Allo's clock.
              expect(call?.crmIds ?? []).toContain(past.crmId);
            }
          }
        }
      }),
    );
  });

  it('is of the time before the call, and the oldest moment of it is known', () => {
    fc.assert(
      fc.property(streams(16), (stream) => {
        const journal = journalInMemory();
        for (const one of stream) {
          const { changes } = planWebhook(one, journal.surroundings, TEAM, parts);
          for (const change of changes) {
            if (change.kind !== 'memory') continue;
            const {
              lastCall,
              lastSms,
              named,
              callsIn30Days,
              crmId,
              contact: who,
            } = JSON.parse(change.body) as Memory;
            const moments = [lastCall?.at, lastSms?.at, named?.at].filter((at) => at !== undefined);
            expect(change.oldest).toBeLessThanOrEqual(
              Math.min(NOW + 60_000, ...moments.map((at) => Date.parse(at))),
            );
            expect(lastCall ?? lastSms ?? who).toBeDefined();
            if (lastCall === undefined)
              expect([callsIn30Days, named, crmId]).toEqual([undefined, undefined, undefined]);
            if (who !== undefined) expect(named).toBeUndefined();
          }
          journal.accept(one, TEAM, parts);
        }
      }),
    );
  });

  it('has a call that one filing opened for the next that it opens', () => {
    const at = [ago(30), ago(20)] as const;
    const bodies = at.map((started_at) => ring({ started_at, ...unknown }));
    const sightings = bodies.map((body, i) => sightingOf(`msg_${i}`, ringIn(body)));
    const opened = sightings.map((sighting, i): Opened => ({
      call: `call_opened_${i}` as CallKey,
      event: i === 1 ? THIS : (1 as EventId),
      sighting,
    }));
    const { own, changes } = planMemory(
      {
        webhookId: 'msg_1' as WebhookId,
        event: ringIn(bodies[1]),
        data: '{}',
        occurredAt: at[1] as Instant,
        receivedAt: NOW,
        filed: {
          call: opened[1]?.call ?? null,
          isAlone: false,
          wasUnsure: false,
          moved: [],
          opened,
          released: [],
        },
      },
      journalInMemory().surroundings,
    );
    expect(JSON.parse(own ?? 'null')).toEqual({
      lastCall: { at: at[0], direction: 'inbound' },
      callsIn30Days: 1,
    });
    expect(changes.map(({ kind }) => kind)).toEqual(['pastCall', 'memory', 'pastCall']);
  });

  it('has nothing of a test call', () => {
    fc.assert(
      fc.property(streams(16), (stream) => {
        const journal = journalInMemory();
        for (const one of stream) {
          const id = `${TEST_WEBHOOK_PREFIX}${one.id}` as WebhookId;
          journal.accept({ ...one, id }, TEAM, parts);
        }
        expect(memoryOf(journal, ring({ started_at: ago(0), ...unknown }))).toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  it('has the newest state of a contact in whatever order its events come; of one moment the update’s', () => {
    const event = fc.record({ minute: fc.nat(3), isNew: fc.boolean(), hasNumber: fc.boolean() });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 6 }), (all) => {
        const events = all.map(({ minute, isNew, hasNumber }, i) => ({
          ...contact({ name: `Name ${i}`, numbers: hasNumber ? [ANA, ANA] : [] }),
          topic: isNew ? 'contact.created' : 'contact.updated',
          timestamp: ago(100 - minute),
        }));
        const last = Math.max(...all.map(({ minute }) => minute));
        const latest = events.filter((_, i) => all[i]?.minute === last);
        const updates = latest.filter(({ topic }) => topic === 'contact.updated');
        // Which of two updates of one moment is the later one, nobody can tell: the one that came last.
        const state = updates.at(-1) ?? latest[0];
        const memory = memoryOf(journalWith(...events), ring({ started_at: ago(0), ...unknown }));
        const numbers = state?.data['numbers'] as readonly string[];
        expect(memory?.contact?.firstName).toBe(numbers.length === 0 ? undefined : state?.data['name']);
      }),
    );
  });
});

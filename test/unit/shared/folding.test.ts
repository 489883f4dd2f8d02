import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src-shared/allo/events.ts';
import type { CallKey, Instant, WebhookId } from '../../../src-shared/brand.ts';
import type { ReceivedEvent } from '../../../src-shared/calls/call.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';

const KEY = 'call_1' as CallKey;
const START = Date.parse('2026-02-03T09:15:00.000Z');
/** This machine's clock is wrong by an hour: nothing may depend on it agreeing with Allo's. */
const HERE = START + 3_600_000;

function at(offsetS: number): Instant {
  return new Date(START + offsetS * 1000).toISOString() as Instant;
}

function heard(id: string, topic: string, offsetS: number, data: object, delayS = 1): ReceivedEvent {
  const read = readEvent({ topic, version: '2.0', timestamp: at(offsetS), data });
  if (!read.ok) throw new Error(read.reason);
  return {
    webhookId: id as WebhookId,
    event: read.event,
    occurredAt: at(offsetS),
    receivedAt: at(offsetS + delayS),
    ageMs: delayS * 1000,
    heardAt: HERE + (offsetS + delayS) * 1000,
  };
}

const ends = {
  from_number: '+33199001234',
  to_number: '+33199005678',
  started_at: at(0),
  user_email: 'Nora@Example.com',
};
const ring = heard('w1', 'call.received', 0, {
  ...ends,
  person: { id: 'con_1', name: 'Ana', last_name: 'Lopez', hubspot_id: 42 },
  company: { id: 'com-1', name: 'Globex' },
  deals: [{ id: 'dea-1', name: 'Pilot', status: 'qualified', value: '25000.0', currency: 'EUR' }],
});
const answer = heard('w2', 'call.answered', 6, { ...ends, direction: 'INBOUND', answered_at: at(6) });
const done = heard('w3', 'call.completed', 340, {
  id: 'cll_1',
  start_date: at(2),
  from_number: '+33199001234',
  to: '+33199005678',
  type: 'INBOUND',
  result: 'ANSWERED',
  length: '5m 30s',
  length_in_minutes: 5.5,
  summary: 'Asked to move the pilot to May.',
  tags: ['support'],
  user_email: 'nora@example.com',
  integration_id: '512',
});
const tagged = heard('w4', 'tag.added', 400, {
  call_id: 'cll_1',
  tag_key: 'follow_up',
  tag_name: 'Follow up',
});
const untagged = heard('w5', 'tag.removed', 500, {
  call_id: 'cll_1',
  tag_key: 'support',
  tag_name: 'support',
});
const rewritten = heard('w6', 'summary.updated', 600, { id: 'cll_1', content: 'Pilot moves to **May**.' });
const all = [ring, answer, done, tagged, untagged, rewritten];

describe('folding', () => {
  it('gives the same call in any order and however often events are repeated', () => {
    const whole = foldCall(KEY, all);
    const anyOrder = fc
      .array(fc.constantFrom(...all), { maxLength: 6 })
      .chain((extra) => fc.shuffledSubarray([...all, ...extra], { minLength: all.length + extra.length }));
    fc.assert(
      fc.property(anyOrder, (events) => {
        expect(foldCall(KEY, events)).toEqual(whole);
      }),
    );
  });

  it('gathers who, what and how it went', () => {
    expect(foldCall(KEY, all)).toMatchObject({
      direction: 'inbound',
      number: '+33199001234',
      line: '+33199005678',
      person: { name: 'Ana', properties: { hubspot_id: 42 } },
      company: { name: 'Globex' },
      deals: [{ id: 'dea-1', value: 25000 }],
      users: ['nora@example.com'],
      handledBy: 'nora@example.com',
      ended: { alloId: 'cll_1', result: 'ANSWERED', durationS: 330 },
      summary: 'Pilot moves to **May**.',
      tags: ['Follow up'],
      integrationId: '512',
    });
  });

  it('tells times by this machine, however wrong its clock is', () => {
    const call = foldCall(KEY, all);
    expect(call?.startedAt).toBe(HERE);
    expect(call?.answeredAt).toBe(HERE + 6000);
  });

  it('keeps an earlier summary when a later event has none', () => {
    const bare = heard('w7', 'call.completed', 700, {
      ...done.event.data,
      to: '+33199005678',
      summary: null,
    });
    expect(foldCall(KEY, [...all, bare])?.summary).toBe('Pilot moves to **May**.');
  });

  it('takes the caller from whichever ring knows one', () => {
    const anonymousRing = heard('w0', 'call.received', 0, { ...ends, user_email: 'ben@example.com' });
    expect(foldCall(KEY, [anonymousRing, ring])?.person?.name).toBe('Ana');
  });

  it('takes what the relay remembered of the first event that has it, and Allo’s own word before it', () => {
    const memory = {
      callsIn30Days: 2,
      contact: { firstName: 'Ana', lastName: 'Lopez', company: 'Globex', emails: ['ana@globex.example'] },
      crmId: '511',
    };
    const stranger = { ...heard('w0', 'call.received', 0, ends), memory };
    const later = { ...answer, memory: { crmId: 'later' } };
    expect(foldCall(KEY, [later, stranger])).toMatchObject({
      person: { id: null, name: 'Ana', last_name: 'Lopez', email: 'ana@globex.example' },
      company: { id: null, name: 'Globex' },
      integrationId: '511',
      memory,
    });
    expect(foldCall(KEY, [stranger, done])?.integrationId).toBe('512');
    expect(foldCall(KEY, [{ ...ring, memory }])).toMatchObject({
      person: { id: 'con_1' },
      company: { id: 'com-1' },
      integrationId: '511',
    });
    expect(foldCall(KEY, [ring])?.memory).toBeNull();
  });

  it('is no call without an event of a call', () => {
    expect(foldCall(KEY, [tagged])).toBeNull();
  });

  it('uses the name that the completion gives when there was no ring, but not a number for a name', () => {
    const named = heard('w8', 'call.completed', 340, {
      ...done.event.data,
      to: '+33199005678',
      from_name: 'Ana Lopez',
    });
    expect(foldCall(KEY, [named])?.outsideName).toBe('Ana Lopez');
    const numbered = heard('w9', 'call.completed', 340, {
      ...done.event.data,
      to: '+33199005678',
      from_name: '+33199001234',
    });
    expect(foldCall(KEY, [numbered])?.outsideName).toBeNull();
  });
});

describe('events of one moment', () => {
  it('are taken in the order in which a call goes, whichever came first', () => {
    const tag = (id: string, topic: string) =>
      heard(id, topic, 340, { call_id: 'cll_1', tag_key: 'support', tag_name: 'support' });
    const events = [
      tag('w1', 'tag.removed'),
      tag('w2', 'tag.added'),
      { ...done, webhookId: 'w3' as WebhookId },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: 3 }), (some) => {
        expect(foldCall(KEY, some)?.tags).toEqual([]);
      }),
    );
  });
});

describe('the freshest ring', () => {
  it('tells how late the app heard of the call; without one nobody knows', () => {
    const late = heard('w0', 'call.received', 0, ends, 70);
    expect(foldCall(KEY, [late])?.ringAgeMs).toBe(70_000);
    expect(foldCall(KEY, [late, ring])?.ringAgeMs).toBe(1_000);
    expect(foldCall(KEY, [done])?.ringAgeMs).toBeNull();
  });
});

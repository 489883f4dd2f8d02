import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallKey, Instant } from '../../../src-shared/brand.ts';
import type { Call, ReceivedEvent } from '../../../src-shared/calls/call.ts';
import { withContact, type Contact, type KnownContacts } from '../../../src-shared/calls/contact.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { callerName } from '../../../src-shared/card/names.ts';
import type { Memory } from '../../../src-shared/calls/memory.ts';
import { ANA, completed, ring } from '../../fixtures/allo.ts';
import { receivedOf } from '../main/heard.ts';

const START = Date.parse('2026-02-03T09:15:00.000Z');
const at = (offsetS: number) => new Date(START + offsetS * 1000).toISOString() as Instant;

const CON = 'con_5MiGKEm9sF8xK3pQr1Zt';
function contact(over: Partial<Contact> = {}): Contact {
  const names = { id: CON, name: 'Anna', last_name: 'Lopez', company: 'Initech' };
  return { ...names, emails: ['anna@initech.example'], numbers: [ANA], stamp: at(60), ...over };
}

/** Those who have the number are for the rule to find. */
function book(...contacts: Contact[]): KnownContacts {
  return { with: () => contacts, byId: (id) => contacts.find((one) => one.id === id) ?? null };
}

const named = receivedOf(ring({ started_at: at(0) }), 'w1', START);
const unnamed = receivedOf(
  ring({ started_at: at(0), person: null, company: null, deals: null }),
  'w1',
  START,
);

function callOf(events: readonly ReceivedEvent[], known: KnownContacts): Call {
  const call = foldCall('call_1' as CallKey, events);
  if (call === null) throw new Error('no call');
  return withContact(call, events, known);
}

const remembering = (memory: Memory): ReceivedEvent => ({ ...unnamed, memory });

describe('a contact that is told of', () => {
  it('names a call that came without a person, and brings no deals', () => {
    expect(callOf([unnamed], book(contact()))).toMatchObject({
      person: { id: CON, name: 'Anna', last_name: 'Lopez', email: 'anna@initech.example', numbers: [ANA] },
      company: { id: null, name: 'Initech' },
      deals: [],
    });
    expect(callOf([unnamed], book())).toMatchObject({ person: null, company: null });
  });

  it('renews what the ring said, when it is told of later: not the deals, nor what a contact has not', () => {
    const told = callOf([named], book());
    const renewed = callOf([named], book(contact({ numbers: [ANA, '+33199005678'] })));
    expect(renewed).toEqual({
      ...told,
      person: {
        ...told.person,
        name: 'Anna',
        email: 'anna@initech.example',
        emails: ['anna@initech.example'],
        numbers: [ANA, '+33199005678'],
      },
      company: { id: null, name: 'Initech', properties: {} },
    });
    expect(renewed.person).toMatchObject({
      job_title: 'Chief Operating Officer',
      properties: { hubspot_id: '512' },
    });
    // The company that Allo told of stays itself, and so does the primary address.
    const same = callOf(
      [named],
      book(contact({ company: 'Globex', emails: ['z@x.example', 'ana.lopez@globex.example'] })),
    );
    expect(same.company).toEqual(told.company);
    expect(same.person?.email).toBe('ana.lopez@globex.example');
    expect(callOf([named], book(contact({ company: null, emails: [] })))).toMatchObject({
      company: null,
      person: { email: null },
    });
  });

  it('changes nothing of a ring that says who it is later', () => {
    expect(callOf([named], book(contact({ stamp: at(-60) })))).toEqual(callOf([named], book()));
  });

  it('is the one with the number in full, else who changed last', () => {
    const older = contact({ id: 'con_a', name: 'Older', stamp: at(10) });
    const newer = contact({ id: 'con_b', name: 'Newer', stamp: at(20) });
    const roughly = contact({ id: 'con_c', name: 'Roughly', numbers: ['01 99 00 12 34'], stamp: at(30) });
    const other = contact({ id: 'con_d', name: 'Other', numbers: ['+44199001234'], stamp: at(40) });
    for (const order of fc.sample(fc.shuffledSubarray([older, newer, roughly, other], { minLength: 4 }), 10))
      expect(callOf([unnamed], book(...order)).person?.name).toBe('Newer');
    expect(callOf([unnamed], book(roughly, other)).person?.name).toBe('Roughly');
    expect(callOf([unnamed], book(other)).person).toBeNull();
  });

  it('does not take the place of another contact that the ring named', () => {
    const colleague = contact({ id: 'con_ben', name: 'Ben' });
    expect(callOf([named], book(colleague)).person?.name).toBe('Ana');
    expect(callOf([named], book(colleague, contact())).person?.name).toBe('Anna');
    // An id of another kind says nothing.
    expect(callOf([named], book(contact({ id: 'per-1', name: 'Anna' }))).person?.name).toBe('Anna');
  });

  it('does not match any more when the number is not theirs', () => {
    expect(callOf([unnamed], book(contact({ numbers: ['+33199005678'] }))).person).toBeNull();
    expect(callOf([named], book(contact({ numbers: [] }))).person?.name).toBe('Ana');
  });

  it('matches nobody whose number is withheld', () => {
    const hidden = receivedOf(
      ring({ started_at: at(0), from_number: 'anonymous', person: null }),
      'w1',
      START,
    );
    expect(callOf([hidden], book(contact({ numbers: ['anonymous', '', '-'] }))).person).toBeNull();
  });
});

describe('whom the relay remembered', () => {
  const memory = { contact: { id: CON, changedAt: at(-100), firstName: 'Ana', company: 'Globex' } };

  it('counts until something newer is told of them', () => {
    expect(callOf([remembering(memory)], book()).person?.name).toBe('Ana');
    expect(callOf([remembering(memory)], book(contact({ stamp: at(-200) }))).person?.name).toBe('Ana');
    expect(callOf([remembering(memory)], book(contact())).person?.name).toBe('Anna');
  });

  it('is nobody once they have another number', () => {
    const moved = callOf([remembering(memory)], book(contact({ numbers: ['+33199005678'] })));
    expect(moved).toMatchObject({ person: null, company: null });
  });

  it('by an older relay, without an id, counts less than a contact with the number', () => {
    const nameless = remembering({ contact: { firstName: 'Ana' } });
    expect(callOf([nameless], book()).person?.name).toBe('Ana');
    expect(callOf([nameless], book(contact())).person?.name).toBe('Anna');
  });

  it('by an earlier call, counts less than anything that is told now', () => {
    const before = remembering({ named: { at: at(-86_400), name: 'Ana Lopez' } });
    expect(callerName(callOf([before], book()))).toBe('Ana Lopez');
    expect(callerName(callOf([before], book(contact())))).toBe('Anna Lopez');
    const done = receivedOf(completed({ start_date: at(2), from_name: 'Zoë Lefèvre' }), 'w3', START);
    expect(callerName(callOf([before, done], book()))).toBe('Zoë Lefèvre');
  });
});

it('the newest of all that is told counts, in whatever order it came', () => {
  const contacts = fc.uniqueArray(
    fc.record({ offset: fc.integer({ min: -500, max: 500 }), name: fc.constantFrom('A', 'B', 'C') }),
    { selector: ({ offset }) => offset, minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(contacts, (states) => {
      const newest = states.reduce((a, b) => (a.offset > b.offset ? a : b));
      const known = book(contact({ name: newest.name, stamp: at(newest.offset) }));
      expect(callOf([named], known).person?.name).toBe(newest.offset >= 0 ? newest.name : 'Ana');
      expect(callOf([unnamed], known).person?.name).toBe(newest.name);
    }),
  );
});

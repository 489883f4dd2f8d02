import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src-shared/allo/events.ts';
import { factsLineOf } from '../../../src-shared/card/facts-line.ts';
import { cardFactEntries } from '../../../src-shared/wire/card-facts.ts';
import type { Records } from '../../../src-shared/crm/records.ts';
import { ring } from '../../fixtures/allo.ts';
import { HOSTILE } from '../../fixtures/hostile/texts.ts';
import { CRMS } from './crm/every-preset.ts';

const PLAN = { label: 'Plan', from: 'company.plan' };

/** A call of somebody with these properties, as a webhook says it. */
function callWith(person: object | null, company: object | null) {
  const read = readEvent(
    ring({
      person: person === null ? null : { id: 'con_1', name: 'Ana', ...person },
      company: company === null ? null : { id: 'com_1', name: 'Globex', ...company },
    }),
  );
  if (!read.ok || read.event.topic !== 'call.received') throw new Error('not a ring');
  return read.event.data;
}

function found(facts: Record<string, string>, crm = 'hubspot'): Records {
  return { crm, extras: { at: '2026-11-23T12:00:00.000Z' as never, facts } };
}

const line = (
  facts: readonly { label: string; from: string }[],
  call: ReturnType<typeof callWith>,
  records: Records | null = null,
) => factsLineOf(facts, call, records, CRMS.hubspot);

describe('the facts line', () => {
  it('says the properties that the admin names, in that order, and nothing of those that nobody told', () => {
    const call = callWith({ 'Nom du commercial': 'Léa', vip: true }, { plan: 'Gold', seats: 40 });
    expect(
      line(
        [
          { label: 'Vendeuse', from: 'person.Nom du commercial' },
          { label: 'Seats', from: 'company.seats' },
          { label: 'Region', from: 'company.region' },
        ],
        call,
      ),
    ).toEqual([
      { name: 'Vendeuse', value: 'Léa' },
      { name: 'Seats', value: 40 },
    ]);
    expect(line([{ label: 'VIP', from: 'person.vip' }], call)).toEqual([{ name: 'VIP', value: true }]);
  });

  it.each([
    ['nobody is known', null, null],
    ['it is empty', {}, { plan: ' ' }],
    ['it is null', {}, { plan: null }],
    ['it says null', {}, { plan: 'null' }],
    ['it is of the other one', { plan: 'Gold' }, {}],
    ['nothing of it can be seen', {}, { plan: '\u200b\u202e' }],
  ])('says nothing when %s', (_, person, company) => {
    expect(line([PLAN], callWith(person, company))).toEqual([]);
  });

  it('has from the CRM what Allo does not say, and never in its place', () => {
    const records = found({ 'company.plan': 'Silver', 'company.tier': 'A' });
    const facts = [PLAN, { label: 'Tier', from: 'company.tier' }];
    expect(line(facts, callWith({}, { plan: 'Gold' }), records)).toEqual([
      { name: 'Plan', value: 'Gold' },
      { name: 'Tier', value: 'A' },
    ]);
    expect(line([PLAN], callWith({}, null), records)).toEqual([{ name: 'Plan', value: 'Silver' }]);
    expect(line([PLAN], callWith({}, {}), found({ 'company.plan': 'Silver' }, 'pipedrive'))).toEqual([]);
    expect(factsLineOf([PLAN], callWith({}, {}), records, null)).toEqual([]);
  });

  it('of several with one label says the first that is known', () => {
    const facts = ['company.plan', 'person.plan', 'person.tier'].map((from) => ({ label: 'Plan', from }));
    const call = callWith({ plan: 'Silver', tier: 'A' }, {});
    expect(line(facts, call)).toEqual([{ name: 'Plan', value: 'Silver' }]);
    expect(line(facts, callWith({ tier: 'A' }, { plan: 'Gold' }))).toEqual([{ name: 'Plan', value: 'Gold' }]);
  });

  it('of a property with parts says the first', () => {
    const call = callWith({}, { plan: { label: 'Gold', id: 7 }, interests: ['Hydra', 'training'] });
    expect(line([PLAN, { label: 'For', from: 'company.interests' }], call)).toEqual([
      { name: 'Plan', value: 'Gold' },
      { name: 'For', value: 'Hydra, training' },
    ]);
  });

  it('is visible text on one line, cut to 120 characters, whatever anybody sends', () => {
    const hostile = fc.oneof(
      fc.constantFrom(...Object.values(HOSTILE)),
      fc.string({ unit: 'binary' }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(hostile, fc.string({ unit: 'binary' }), fc.boolean(), (value, label, isInCrm) => {
        const call = callWith({}, isInCrm ? {} : { plan: value });
        const records = isInCrm && typeof value === 'string' ? found({ 'company.plan': value }) : null;
        for (const fact of line([{ ...PLAN, label }], call, records)) {
          expect(fact.name).toMatch(/^\P{C}{1,120}$/u);
          if (typeof fact.value === 'string') {
            expect(fact.value).toMatch(/^(?:\P{C}|\u200d){1,120}$/u);
            expect(fact.value.length).toBeLessThanOrEqual(120);
          }
        }
      }),
    );
  });

  it('takes no property that every object has for one of the contact’s', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      expect(line([{ label: 'X', from: `company.${name}` }], callWith({}, {}), found({}))).toEqual([]);
  });
});

describe('where a fact is from', () => {
  const source = (from: string) => v.safeParse(cardFactEntries.from, from).success;

  it.each(['person.plan', 'company.Plan__c', 'person.Nom du commercial', 'company.プラン', 'company.a.b'])(
    'may be %j',
    (from) => expect(source(from)).toBe(true),
  );

  it.each([
    'plan',
    'deal.plan',
    'company.',
    'company. plan',
    'company.plan ',
    'company.a\nb',
    `company.${'a'.repeat(65)}`,
    '',
  ])('is never %j', (from) => expect(source(from)).toBe(false));
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { contactFactsOf } from '../../../src-shared/card/contact-facts.ts';
import { answerOf } from '../../../src-shared/words/answer.ts';
import { chooseLanguage } from '../../../src-shared/words/language.ts';
import { ANA, ring } from '../../fixtures/allo.ts';
import { CALL, receivedOf, isoAt, NOON } from '../main/heard.ts';

const english = chooseLanguage(['en-GB']);
const french = chooseLanguage(['fr-FR']);

function factsOf(person: object, more: object = {}) {
  const body = ring({
    started_at: isoAt(NOON),
    person: { id: 'con_1', ...person },
    company: null,
    deals: null,
    ...more,
  });
  const call = foldCall(CALL, [receivedOf(body, 'a', NOON)]);
  if (call === null) throw new Error('no call');
  return contactFactsOf(call);
}

function saidOf(person: object, language = english) {
  return factsOf(person).properties.flatMap(({ facts }) =>
    facts.map(({ name, value }) => `${name}: ${answerOf(value, language)}`),
  );
}

test('what stands for no e-mail is none', () => {
  const emails = ['null', 'N/A', ' ', 'ana@globex.example', '-', '0199001234@globex.example'];
  expect(factsOf({ email: 'undefined', emails }).emails).toEqual([
    'ana@globex.example',
    '0199001234@globex.example',
  ]);
});

test('every property that a CRM adds is said as a person writes it, of whatever type', () => {
  expect(
    saidOf({
      lead_source: 'Webinar',
      'Nom du commercial': 'Léa',
      newsletter: true,
      seats: 40,
      share: 0.25,
      interests: ['Hydra', null, 'training'],
      address: { city: 'Lyon', lines: ['a', 'b'] },
      visits: [{ on: '2026-05-01' }, { on: '2026-06-01' }],
      customer_since: '2021-03-01',
      last_seen: '2026-05-01T00:00:00',
      linkedin_url: 'https://www.linkedin.example/in/ana',
      nothing: null,
      empty: '',
    }),
  ).toEqual([
    'Lead source: Webinar',
    'Nom du commercial: Léa',
    'Newsletter: Yes',
    'Seats: 40',
    'Share: 0.25',
    'Interests: Hydra, training',
    'Address › City: Lyon',
    'Address › Lines: a, b',
    'Visits › 1 › On: 1 May 2026',
    'Visits › 2 › On: 1 June 2026',
    'Customer since: 1 March 2021',
    'Last seen: 1 May 2026',
    'LinkedIn URL: https://www.linkedin.example/in/ana',
  ]);
  expect(saidOf({ newsletter: false, share: 0.25, customer_since: '2021-03-01' }, french)).toEqual([
    'Newsletter: Non',
    'Share: 0,25',
    'Customer since: 1 mars 2021',
  ]);
});

test('a date that there is none of, a number of an order and a word stay as they came', () => {
  expect(saidOf({ a: '2026-02-31', b: '2026-5-1', c: '20260501', d: 'true story' })).toEqual([
    'A: 2026-02-31',
    'B: 2026-5-1',
    'C: 20260501',
    'D: true story',
  ]);
});

test('what Allo itself says of the contact is no property, nor is anything that could poison an object', () => {
  expect(saidOf({ name: 'Ana', job_title: 'COO', emails: ['a@b.example'], constructor: 'x' })).toEqual([]);
});

test('properties of the company and of a deal say whose they are', () => {
  const { properties } = factsOf(
    { vip: true },
    {
      company: { id: 'com_1', name: 'Globex', employees: 240 },
      deals: [
        { id: 'dea_1', name: 'Pilot', discount: '5 %' },
        { id: 'dea_2', name: 'Plain' },
      ],
    },
  );
  expect(properties).toEqual([
    { of: 'person', name: null, facts: [{ name: 'VIP', value: true }] },
    { of: 'company', name: null, facts: [{ name: 'Employees', value: 240 }] },
    { of: 'deal', name: 'Pilot', facts: [{ name: 'Discount', value: '5 %' }] },
  ]);
});

test('addresses and further numbers are each there once, the main address first', () => {
  const facts = factsOf({
    email: 'ana@globex.example',
    emails: ['sales@globex.example', 'ANA@globex.example ', 'sales@globex.example'],
    numbers: [ANA, '01 99 00 12 34', '+33199005555', '0199005555'],
  });
  expect(facts.emails).toEqual(['ana@globex.example', 'sales@globex.example']);
  expect(facts.numbers).toEqual(['+33 1 99 00 55 55']);
});

test('whatever a CRM adds, it is bounded, and nothing plain of it is lost', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), fc.jsonValue()), (added) => {
      const { properties } = factsOf(added);
      const facts = properties.flatMap((group) => group.facts);
      expect(facts.length).toBeLessThanOrEqual(100);
      for (const { name, value } of facts) {
        expect(name).not.toContain('_');
        expect(String(value).length).toBeLessThanOrEqual(1_000);
      }
    }),
  );
});

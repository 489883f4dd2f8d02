import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { frameOf, type Show } from '../../../../../src-relay/crm/extras/frame.ts';
import type { Instant } from '../../../../../src-shared/brand.ts';
import { MAX_RECORDS_BYTES, recordsSchema, type Records } from '../../../../../src-shared/crm/records.ts';

const ALL: Show = { owner: true, stage: true, otherDeals: true, sharing: true, choices: true };
const FULL: Records = {
  crm: 'hubspot',
  contact: { choices: [{ id: '1', label: 'Marie' }], of: 7 },
  company: { record: { id: '5', label: 'Acme' } },
  deals: { a: { record: { id: '10' } }, b: { choices: [{ id: '11', label: 'Website' }] } },
  extras: {
    at: '2026-11-29T10:00:00.000Z' as Instant,
    owner: 'Paul',
    sharing: 3,
    deals: { a: { stage: 'Offer', isClosed: true, owner: 'Anna' } },
    otherDeals: [{ id: '12', label: 'Other', stage: 'Offer', amount: 5 }],
    otherDealsOf: 9,
    facts: { 'company.plan': 'Pro' },
  },
};

describe('what the admin does not want shown is not sent', () => {
  const without = (...off: readonly (keyof Show)[]) =>
    frameOf(FULL, { ...ALL, ...Object.fromEntries(off.map((one) => [one, false])) });

  test('with all of it on, everything is', () => {
    expect(frameOf(FULL, ALL)).toEqual(FULL);
  });

  test('owner', () => {
    const { extras } = without('owner');
    expect([extras?.owner, extras?.deals]).toEqual([undefined, { a: { stage: 'Offer', isClosed: true } }]);
  });

  test('stage', () => {
    const { extras } = without('stage');
    expect([extras?.deals, extras?.otherDeals]).toEqual([
      { a: { owner: 'Anna' } },
      [{ id: '12', label: 'Other', amount: 5 }],
    ]);
  });

  test('other deals', () => {
    const { extras } = without('otherDeals');
    expect([extras?.otherDeals, extras?.otherDealsOf]).toEqual([undefined, undefined]);
  });

  test('how many share the number', () => {
    expect(without('sharing').extras?.sharing).toBeUndefined();
  });

  test('what there is to choose from, while what is certain stays', () => {
    const { contact, company, deals } = without('choices');
    expect({ contact, company, deals }).toEqual({
      contact: undefined,
      company: FULL.company,
      deals: { a: { record: { id: '10' } } },
    });
  });

  test('all of it, and nothing is said beyond records and facts', () => {
    const { extras } = without('owner', 'stage', 'otherDeals', 'sharing');
    expect(extras).toEqual({ at: FULL.extras?.at, facts: { 'company.plan': 'Pro' } });
    const { facts: _, ...rest } = FULL.extras ?? { at: '' as Instant };
    const none = { owner: false, stage: false, otherDeals: false, sharing: false, choices: true };
    expect(frameOf({ ...FULL, extras: rest }, none).extras).toBeUndefined();
  });
});

test('a part that no app could read costs only itself', () => {
  const odd = { record: { id: '../../1' } };
  expect(frameOf({ ...FULL, contact: odd, deals: { ...FULL.deals, c: odd } }, ALL)).toEqual({
    ...FULL,
    contact: undefined,
  });
  expect(frameOf({ ...FULL, extras: { at: 'soon' as Instant } }, ALL).extras).toBeUndefined();
});

const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }).map((text) => text.slice(0, 120));
const wide = fc.constantFrom('é'.repeat(120), '漢'.repeat(120), '"'.repeat(120), 'a');
const text = fc.oneof(label, wide, wide);
const id = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_'), minLength: 1, maxLength: 64 });
const choice = fc.record({ id, label: text, hint: text });
const found = fc.oneof(
  fc.record({ record: fc.record({ id, label: text }) }),
  fc.record({
    choices: fc.array(choice, { minLength: 1, maxLength: 5 }),
    of: fc.integer({ min: 6, max: 99 }),
  }),
);
const UNREADABLE = ['__proto__', 'prototype', 'constructor'];
const idOfAllo = fc
  .oneof(id, fc.string({ maxLength: 30 }), fc.constantFrom('漢'.repeat(1024)))
  .filter((one) => !UNREADABLE.includes(one));
const anyRecords: fc.Arbitrary<Records> = fc.record(
  {
    crm: fc.constant('hubspot'),
    contact: found,
    company: found,
    deals: fc.oneof(
      fc.dictionary(idOfAllo, found, { maxKeys: 8 }),
      fc.dictionary(idOfAllo, found, { minKeys: 90, maxKeys: 130 }),
    ),
    extras: fc.record(
      {
        at: fc.constant('2026-11-29T10:00:00.000Z' as Instant),
        owner: text,
        sharing: fc.integer({ min: 2, max: 99 }),
        deals: fc.dictionary(idOfAllo, fc.record({ stage: text, isClosed: fc.boolean(), owner: text }), {
          maxKeys: 60,
          size: 'max',
        }),
        otherDeals: fc.array(fc.record({ id, label: text, stage: text }), { maxLength: 5 }),
        facts: fc.dictionary(fc.constantFrom('person.a', 'person.b', 'company.c'), text),
      },
      { requiredKeys: ['at'] },
    ),
  },
  { requiredKeys: ['crm'] },
);

test('an id that is none for an object is left out', () => {
  const deals = Object.fromEntries(UNREADABLE.map((key) => [key, { record: { id: '1' } }]));
  expect(frameOf({ crm: 'hubspot', deals: { ...deals, a: { record: { id: '2' } } } }, ALL).deals).toEqual({
    a: { record: { id: '2' } },
  });
  expect(frameOf({ crm: 'hubspot', deals }, ALL)).toEqual({ crm: 'hubspot' });
});

/** A list of nothing is not sent. */
function empty(deals: Records['deals']): Records['deals'] {
  return Object.keys(deals ?? {}).length === 0 ? undefined : deals;
}

test('a whole frame is within its limit, with contact and company, and nothing in it is made up', () => {
  const call = 'c'.repeat(256);
  let cuts = 0;
  fc.assert(
    fc.property(anyRecords, (records) => {
      const sent = frameOf(records, ALL);
      expect(Buffer.byteLength(JSON.stringify({ type: 'records', call, ...sent }))).toBeLessThanOrEqual(
        MAX_RECORDS_BYTES,
      );
      expect(v.parse(recordsSchema, sent)).toEqual(sent);
      expect([sent.contact, sent.company]).toEqual([records.contact, records.company]);
      if (JSON.stringify(records).length < 5000) expect(sent.deals).toEqual(empty(records.deals));
      for (const [key, deal] of Object.entries(sent.deals ?? {})) expect(records.deals?.[key]).toEqual(deal);
      for (const [key, deal] of Object.entries(sent.extras?.deals ?? {}))
        expect(records.extras?.deals?.[key]).toEqual(deal);
      const { otherDeals = [] } = sent.extras ?? {};
      expect(records.extras?.otherDeals?.slice(0, otherDeals.length) ?? []).toEqual(otherDeals);
      // What is certain goes only when everything that is less needed has gone.
      const isCertain = (all: Records['deals']) =>
        Object.values(all ?? {}).filter(({ record }) => record).length;
      if (isCertain(sent.deals) < isCertain(records.deals)) {
        expect(sent.extras).toBeUndefined();
        expect(Object.values(sent.deals ?? {}).every(({ choices }) => choices === undefined)).toBe(true);
        cuts += 1;
      }
      expect(frameOf(sent, ALL)).toEqual(sent);
    }),
    { numRuns: 300 },
  );
  expect(cuts).toBeGreaterThan(0);
});

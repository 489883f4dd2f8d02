import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { CrmDeal, CrmPerson, Listed } from '../../../../../src-relay/crm/contract.ts';
import { extrasOf, type Gathered } from '../../../../../src-relay/crm/extras/gathering.ts';
import { matchDeals } from '../../../../../src-relay/crm/matching/deals.ts';
import { matchPerson } from '../../../../../src-relay/crm/matching/person.ts';
import type { Instant } from '../../../../../src-shared/brand.ts';
import type { Deal } from '../../../../../src-shared/allo/parties.ts';
import { recordsEntries } from '../../../../../src-shared/crm/records.ts';
import { anyContact, anyText } from '../matching/book.ts';
import { company, complete, contact, crmDeal, cut, deal, facts, person } from '../matching/made.ts';

const AT = '2026-11-29T10:00:00.000Z' as Instant;
const NUMBER = '+33612345678';
const marie = contact('1', { numbers: [NUMBER], owner: 'Paul  Durand' });

interface Case {
  readonly found?: Listed<CrmPerson>;
  readonly ours?: readonly Deal[];
  readonly theirs?: Listed<CrmDeal>;
  readonly parts?: Partial<Gathered>;
}

function extras({ found = complete(marie), ours = [], theirs = complete(), parts = {} }: Case) {
  const about = facts({ deals: ours, company: company('Acme') });
  return extrasOf({
    facts: about,
    person: matchPerson(about, { found, named: [] }),
    found,
    company: null,
    deals: matchDeals(ours, theirs),
    open: theirs,
    wanted: [],
    isClosed: () => false,
    at: AT,
    ...parts,
  });
}

test('the contact’s owner is told only of a contact that is certain', () => {
  expect(extras({})).toEqual({ at: AT, owner: 'Paul Durand' });
  expect(extras({ found: cut(marie) })).toBeNull();
});

describe('how many people have the number', () => {
  test('counts each person once, in whatever spelling, and the lead that became a contact not at all', () => {
    const people = complete(
      marie,
      marie,
      contact('2', { name: 'Anna Weber', numbers: ['06 12 34 56 78'] }),
      contact('3', { name: 'Luc Petit', numbers: ['0033612345678'] }),
      contact('4', { kind: 'lead', numbers: [NUMBER] }),
      contact('5', { name: 'Somebody Else', numbers: ['+33612345679'] }),
    );
    expect(extras({ found: people })?.sharing).toBe(3);
  });

  test('is not told of one, nor of a list that was cut', () => {
    expect(extras({})?.sharing).toBeUndefined();
    expect(extras({ found: cut(marie, { ...marie, id: '2' }) })).toBeNull();
  });
});

describe('a deal of Allo’s', () => {
  test('has the CRM’s stage, owner and whether it is closed, once it is certain which it is', () => {
    const theirs = complete(
      crmDeal('1', { stage: 'Négociation', owner: 'Paul' }),
      crmDeal('2', { title: 'X' }),
    );
    expect(extras({ ours: [deal('a')], theirs })?.deals).toEqual({
      a: { stage: 'Négociation', isClosed: false, owner: 'Paul' },
    });
    expect(extras({ ours: [deal('a', { value: 1 })], theirs })?.deals).toBeUndefined();
  });
});

describe('deals that Allo did not send', () => {
  const others = (ours: readonly Deal[], ...theirs: readonly CrmDeal[]) =>
    extras({ ours, theirs: complete(...theirs) })?.otherDeals?.map(({ id }) => id) ?? [];

  test('are none that is one of Allo’s, or may be', () => {
    expect(others([deal('a')], crmDeal('1'), crmDeal('2', { title: 'Other' }))).toEqual(['2']);
    // Two of one title: which is Allo's is for the agent to choose.
    expect(others([deal('a')], crmDeal('1'), crmDeal('2'))).toEqual([]);
    // Of another amount, it may be Allo's from before.
    expect(others([deal('a')], crmDeal('1', { amount: 1 }))).toEqual([]);
    // Of another title, it may have been renamed.
    expect(others([deal('a')], crmDeal('1', { title: 'Renamed', stage: 'Won' }))).toEqual([]);
    expect(others([deal('a')], crmDeal('1', { title: null, amount: null, closeDate: null }))).toEqual([]);
    // Once it is certain which is Allo's, a namesake is another.
    expect(others([deal('a')], crmDeal('1'), crmDeal('2', { amount: 1 }))).toEqual(['2']);
  });

  test('are open, each once, those that close soonest first', () => {
    const theirs = [
      crmDeal('late', { title: 'L', closeDate: '2027-12-31' }),
      crmDeal('never', { title: 'N', closeDate: null }),
      crmDeal('soon', { title: 'S', closeDate: '2026-12-01' }),
      crmDeal('soon', { title: 'S', closeDate: '2026-12-01' }),
      crmDeal('big', { title: 'B', closeDate: '2026-12-01', amount: 1e6 }),
      crmDeal('closed', { title: 'C', isClosed: true }),
    ];
    expect(others([], ...theirs)).toEqual(['big', 'soon', 'late', 'never']);
  });

  test('are five at most, and counted where the CRM gave all', () => {
    const theirs = Array.from({ length: 8 }, (_, at) => crmDeal(`${at}`, { title: `Deal ${at}` }));
    const all = extras({ theirs: complete(...theirs) });
    expect([all?.otherDeals?.length, all?.otherDealsOf]).toEqual([5, 8]);
    const some = extras({ theirs: cut(...theirs) });
    expect([some?.otherDeals?.length, some?.otherDealsOf]).toEqual([5, undefined]);
  });

  test('are nobody’s while it is not certain who it is', () => {
    expect(extras({ found: cut(marie), theirs: complete(crmDeal('1')) })).toBeNull();
  });
});

test('the facts line has what Allo did not send', () => {
  const about = facts({
    person: person({ properties: { plan: 'Gold', city: '', tags: [] } }),
    company: company('Acme'),
  });
  const known = {
    ...marie,
    properties: { plan: 'Silver', city: 'Lyon', tags: 'vip', secret: 'x' },
    owner: null,
  };
  const own = { id: '9', name: 'Acme', owner: null, properties: { plan: 'Pro\u202E\n max' } };
  const said = extras({
    found: complete(known),
    parts: {
      facts: about,
      person: matchPerson(about, { found: complete(known), named: [] }),
      company: own,
      wanted: [
        'person.plan',
        'person.city',
        'person.tags',
        'company.plan',
        'company.none',
        'person.toString',
      ],
    },
  });
  expect(said).toEqual({
    at: AT,
    facts: { 'person.city': 'Lyon', 'person.tags': 'vip', 'company.plan': 'Pro max' },
  });
});

test('whatever the CRM says, an app can read what is made of it', () => {
  const maybeText = fc.option(anyText, { nil: null });
  const anyDeal = fc
    .record({
      title: maybeText,
      amount: fc.option(fc.double(), { nil: null }),
      currency: maybeText,
      closeDate: maybeText,
      stage: maybeText,
      owner: maybeText,
      isClosed: fc.option(fc.boolean(), { nil: null }),
    })
    .chain((parts) => fc.constantFrom('1', '2', '3', '4').map((id) => crmDeal(id, parts)));
  const anyPerson = fc
    .tuple(anyContact, maybeText, fc.dictionary(anyText, anyText, { maxKeys: 3 }))
    .map(([one, owner, properties]) => ({ ...one, numbers: [...one.numbers, NUMBER], owner, properties }));
  fc.assert(
    fc.property(
      fc.array(anyPerson, { minLength: 1, maxLength: 3 }),
      fc.array(anyDeal, { maxLength: 7 }),
      fc.array(
        anyText.map((name) => `person.${name}`),
        { maxLength: 3 },
      ),
      fc.boolean(),
      (people, theirs, wanted, isComplete) => {
        const said = extras({
          found: { items: people, isComplete },
          ours: [deal('a')],
          theirs: { items: theirs, isComplete },
          parts: { wanted },
        });
        if (said === null) return;
        expect(v.parse(recordsEntries.extras, said)).toEqual(said);
        // Where a fact is from is the admin's own word, and is shown nowhere.
        const { facts = {}, ...others } = said;
        const shown = JSON.stringify([Object.values(facts), Object.values(others)]);
        expect(/[\p{Cc}\p{Cf}\p{Cs}]/u.test(shown)).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
});

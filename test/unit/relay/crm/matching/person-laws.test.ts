import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { foundPerson } from '../../../../../src-relay/crm/matching/choices.ts';
import { explainPerson } from '../../../../../src-relay/crm/matching/explaining.ts';
import { cluesOf } from '../../../../../src-relay/crm/matching/facts.ts';
import { matchPerson, type PersonVerdict } from '../../../../../src-relay/crm/matching/person.ts';
import { recordsEntries } from '../../../../../src-shared/crm/records.ts';
import { anyContact, anyText, book, type Book } from './book.ts';
import { company, person } from './made.ts';

/** Many more by `LAW_RUNS=100000`. */
const numRuns = Number(process.env['LAW_RUNS'] ?? 300);

function verdictOf({ facts, people, named }: Book, isComplete = true): PersonVerdict {
  return matchPerson(facts, { found: { items: people, isComplete }, named });
}

test('whoever is certain is the one who rings', () => {
  let certain = 0;
  fc.assert(
    fc.property(book, (made) => {
      const verdict = verdictOf(made);
      if (verdict.kind === 'certain') {
        certain += 1;
        expect(made.own).toContain(verdict.record.id);
      }
      // The caller's own record is there to be found, so it is never said that there is none.
      expect(['certain', 'several']).toContain(verdict.kind);
      if (verdict.kind === 'several')
        expect(verdict.candidates.some(({ id }) => made.own.has(id))).toBe(true);
    }),
    { numRuns },
  );
  expect(certain).toBeGreaterThan(numRuns / 4);
});

test('another record that is as good makes several of one', () => {
  fc.assert(
    fc.property(book, (made) => {
      const verdict = verdictOf(made);
      fc.pre(verdict.kind === 'certain');
      const twin = { ...verdict.record, id: 'twin' };
      const isNamed = made.named.some(({ id }) => id === verdict.record.id);
      const doubled = verdictOf({
        ...made,
        people: [...made.people, twin],
        named: isNamed ? [...made.named, twin] : made.named,
      });
      expect(doubled.kind).toBe('several');
      if (doubled.kind !== 'several') return;
      const ids = doubled.candidates.map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining([verdict.record.id, 'twin']));
      // Both are among those that are offered.
      expect(Math.max(ids.indexOf('twin'), ids.indexOf(verdict.record.id))).toBeLessThan(5);
    }),
    { numRuns },
  );
});

test('the order in which the CRM lists people never matters', () => {
  const shuffled = book.chain((made) =>
    fc
      .shuffledSubarray([...made.people], { minLength: made.people.length, maxLength: made.people.length })
      .map((people) => ({ made, people })),
  );
  fc.assert(
    fc.property(shuffled, ({ made, people }) => {
      const [one, other] = [verdictOf(made), verdictOf({ ...made, people })];
      expect(other).toEqual(one);
      expect(foundPerson(other, made.facts)).toEqual(foundPerson(one, made.facts));
    }),
    { numRuns },
  );
});

test('a list that was cut makes nobody certain', () => {
  fc.assert(
    fc.property(book, fc.nat(), (made, most) => {
      const people = made.people.slice(0, most % (made.people.length + 1));
      expect(['several', 'unknown']).toContain(verdictOf({ ...made, people }, false).kind);
    }),
    { numRuns },
  );
});

test('a record that is contradicted is not certain any more', () => {
  const contradictions: readonly ((record: CrmPerson) => CrmPerson)[] = [
    (record) => ({ ...record, name: 'Zacharias Quint' }),
    (record) => ({ ...record, emails: ['zacharias.quint@elsewhere.test'], name: null }),
    (record) => ({ ...record, company: { id: 'q', name: 'Quint & Cie' }, name: null, emails: [] }),
  ];
  fc.assert(
    fc.property(book, fc.constantFrom(0, 1, 2), (made, which) => {
      const { person, company } = made.facts;
      const verdict = verdictOf({ ...made, named: [] });
      fc.pre(verdict.kind === 'certain');
      const own = verdict.weighed.find(({ item }) => item.id === verdict.record.id)?.weight;
      const isSaid = [
        own?.name === 'same' || own?.name === 'fits',
        person?.emails.includes('p0@mail.test'),
        company !== null,
      ][which];
      fc.pre(isSaid === true);
      const people = made.people.map((one) =>
        one.id === verdict.record.id ? (contradictions[which]?.(one) ?? one) : one,
      );
      const again = verdictOf({ ...made, people, named: [] });
      if (again.kind === 'certain') expect(again.record.id).not.toBe(verdict.record.id);
    }),
    { numRuns },
  );
});

test('text of any kind is weighed, explained and offered', () => {
  const anyFacts = fc.record({
    person: fc.option(
      fc
        .record({
          name: fc.option(anyText, { nil: null }),
          last_name: fc.option(anyText, { nil: null }),
          email: fc.option(anyText, { nil: null }),
          emails: fc.array(anyText, { maxLength: 3 }),
          numbers: fc.array(anyText, { maxLength: 3 }),
        })
        .map(person),
      { nil: null },
    ),
    company: fc.option(anyText.map(company), { nil: null }),
    deals: fc.constant([]),
    number: fc.option(anyText, { nil: null }),
    country: fc.option(fc.oneof(anyText, fc.constantFrom('FR', 'US', 'fr', 'XX')), { nil: null }),
  });
  fc.assert(
    fc.property(
      anyFacts,
      fc.array(anyContact, { maxLength: 8 }),
      fc.array(anyContact, { maxLength: 2 }),
      fc.boolean(),
      (facts, items, named, isComplete) => {
        const verdict = matchPerson(facts, { found: { items, isComplete }, named });
        expect(cluesOf(facts).numbers.every((one) => /^\+\d{6,15}$/.test(one))).toBe(true);
        expect(explainPerson(verdict).rule).not.toBe('');
        const found = foundPerson(verdict, facts);
        if (found === null) return;
        expect(v.parse(recordsEntries.contact, found)).toEqual(found);
        const shown = JSON.stringify(found);
        expect(/[\p{Cc}\p{Cf}\p{Cs}]/u.test(shown)).toBe(false);
      },
    ),
    { numRuns },
  );
});

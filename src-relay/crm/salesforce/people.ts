import * as v from 'valibot';
import { nationalDigits } from '../../../src-shared/format/phone.ts';
import { CrmFailure, type Clues, type CrmPerson, type Flight, type Listed } from '../contract.ts';
import { foundBy } from '../matching/lists.ts';
import { typedSpellings } from '../typed-spellings.ts';
import { missingObject, unreadable } from './faults.ts';
import { PHONES, type OrgFields } from './fields.ts';
import type { Queries, Question, Rows } from './queries.ts';
import { convertedInto, objectOf, personOf, type Made } from './records.ts';
import type { SendToSalesforce } from './send.ts';
import { and, anyIn, equals, isIdOf, NOT_CONVERTED, type Soql } from './soql.ts';

/** More people than this with one number are nobody's to tell apart. */
const MAX_PEOPLE = 50;
/**
 * So many numbers are looked for, in every usual spelling and, each by a call, in Salesforce's index; and so many addresses. A
 * query is no longer than an address may be.
 */
const MAX_NUMBERS = 4;
const MAX_EMAILS = 20;

type PersonObject = 'Contact' | 'Lead';
const PEOPLE = ['Contact', 'Lead'] as const;

interface PeopleParts {
  readonly send: SendToSalesforce;
  readonly queries: Queries;
  readonly fields: OrgFields;
  readonly properties: readonly string[];
}

export interface SalesforcePeople {
  by(clues: Clues, flight: Flight): Promise<Listed<CrmPerson>>;
  one(which: Pick<CrmPerson, 'id' | 'kind'>, flight: Flight): Promise<CrmPerson | null>;
}

const foundSchema = v.object({ searchRecords: v.array(v.unknown()) });

export function salesforcePeople({ send, queries, fields, properties }: PeopleParts): SalesforcePeople {
  function made(json: unknown, object: PersonObject, from: 'query' | 'search'): Made<CrmPerson> | null {
    const asked = from === 'query' ? fields.of(object) : null;
    return personOf(json, object, { asked, properties });
  }

  /**
   * Salesforce's index finds a number in whatever spelling, and lags behind for a while: the query beside it finds what was
   * just written, in the usual ones. https://developer.salesforce.com/docs/platform/api-rest/guide/resources-search-parameterized.html
   */
  async function search(digits: string, flight: Flight): Promise<Found> {
    const sobjects = PEOPLE.filter((object) => fields.knows(object)).map((name) => ({
      name,
      fields: fields.of(name),
      limit: MAX_PEOPLE,
      ...(name === 'Lead' ? { where: NOT_CONVERTED } : {}),
    }));
    if (sobjects.length === 0) throw missingObject('Contact');
    const json = { q: digits, in: 'PHONE', sobjects, overallLimit: 2 * MAX_PEOPLE };
    const answer = await send('search', { json }, flight);
    const read = v.safeParse(foundSchema, answer.json);
    if (!read.success) throw unreadable('search');
    const rows = read.output.searchRecords;
    const isFull = PEOPLE.some((one) => rows.filter((row) => objectOf(row) === one).length >= MAX_PEOPLE);
    const people = rows.map((row) => {
      const object = PEOPLE.find((one) => one === objectOf(row));
      return object === undefined ? null : made(row, object, 'search');
    });
    return { people, isComplete: !isFull };
  }

  async function searchAll(numbers: readonly string[], flight: Flight): Promise<Found> {
    const found = await Promise.all(numbers.map((digits) => search(digits, flight)));
    return {
      people: found.flatMap(({ people }) => people),
      isComplete: found.every(({ isComplete }) => isComplete),
    };
  }

  function questions({ emails, numbers }: Clues): readonly PersonQuestion[] {
    const spellings = [...new Set(numbers.slice(0, MAX_NUMBERS).flatMap(typedSpellings))];
    return PEOPLE.flatMap((object) => {
      const phones = PHONES.filter((field) => fields.of(object).includes(field));
      const conditions = [
        ...(emails.length > 0 && fields.has(object, 'Email')
          ? [anyIn(['Email'], emails.slice(0, MAX_EMAILS))]
          : []),
        ...(spellings.length > 0 && phones.length > 0 ? [anyIn(phones, spellings)] : []),
      ];
      return conditions.map((condition) => ({
        object,
        where: object === 'Lead' ? and(NOT_CONVERTED, condition) : condition,
        limit: MAX_PEOPLE,
      }));
    });
  }

  async function read(object: PersonObject, id: string, flight: Flight): Promise<Rows> {
    const [rows] = await queries.ask(() => [{ object, where: equals('Id', id), limit: 2 }], flight);
    return rows;
  }

  async function oneOf(
    object: PersonObject,
    id: string,
    flight: Flight,
    hops: number,
  ): Promise<CrmPerson | null> {
    if (!isIdOf(object, id)) return null;
    const { rows } = await read(object, id, flight);
    const [row] = rows;
    if (row === undefined) {
      const master = hops > 0 ? await queries.mergedInto(object, equals('Id', id), flight) : null;
      return master === null ? null : oneOf(object, master, flight, hops - 1);
    }
    const converted = object === 'Lead' ? convertedInto(row) : null;
    if (converted !== null)
      return converted.contact === null ? null : oneOf('Contact', converted.contact, flight, hops - 1);
    const person = made(row, object, 'query');
    if (person === null) throw unreadable('queries');
    return person.item;
  }

  return {
    async by(clues, flight) {
      const digits = [...new Set(clues.numbers.map((number) => nationalDigits(number) ?? ''))];
      if (clues.emails.length + clues.numbers.length === 0) return { items: [], isComplete: false };
      const searched = digits.filter(isSearchable).slice(0, MAX_NUMBERS);
      let asked: readonly PersonQuestion[] = [];
      const [lists, first] = await Promise.all([
        queries.ask(() => (asked = questions(clues)), flight),
        searchAll(searched, flight).catch(unlessRefused),
      ]);
      const found = first ?? (await searchAll(searched, flight));
      const people = [
        ...lists.flatMap(({ rows }, at) => {
          const object = asked[at]?.object ?? 'Contact';
          return rows.map((row) => made(row, object, 'query'));
        }),
        ...found.people,
      ];
      // The index looks into phone fields that are not read as well.
      return foundBy(clues, {
        items: together(people),
        isComplete:
          people.every((one) => one?.isWhole === true) &&
          lists.every(({ isComplete }) => isComplete) &&
          found.isComplete &&
          searched.length === digits.length &&
          clues.emails.length <= MAX_EMAILS &&
          (clues.emails.length === 0 || fields.has('Contact', 'Email')),
      });
    },
    one: ({ id, kind }, flight) => oneOf(kind === 'lead' ? 'Lead' : 'Contact', id, flight, MOST_HOPS),
  };
}

/** A lead that became a contact that was merged, once more merged. */
const MOST_HOPS = 3;

type PersonQuestion = Question & { readonly object: PersonObject; readonly where: Soql };

interface Found {
  readonly people: readonly (Made<CrmPerson> | null)[];
  readonly isComplete: boolean;
}

/** Fewer digits would find half the org. */
function isSearchable(digits: string): boolean {
  return /^\d{5,20}$/.test(digits);
}

/** It may have refused a field: the queries beside it have learnt which, by now. */
function unlessRefused(error: unknown): null {
  const isRefusal =
    error instanceof CrmFailure && (error.trouble === 'rejected' || error.trouble === 'missing-right');
  if (!isRefusal) throw error;
  return null;
}

/** Whoever comes back by several ways is there once. */
function together(people: readonly (Made<CrmPerson> | null)[]): readonly CrmPerson[] {
  const once = new Map<string, CrmPerson>();
  for (const one of people) if (one !== null && !once.has(one.item.id)) once.set(one.item.id, one.item);
  return [...once.values()];
}

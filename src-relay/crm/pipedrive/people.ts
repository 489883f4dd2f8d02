import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { nationalDigits } from '../../../src-shared/format/phone.ts';
import type { Clues, CrmPerson, Flight, Listed } from '../contract.ts';
import { foundBy, isSettled, NONE, together } from '../matching/lists.ts';
import { personOf, personSchema, readHits, readOne } from './answers.ts';
import { type AskPipedrive, PIPEDRIVE_ID } from './asking.ts';
import type { PipedriveMemory } from './memory.ts';

/** Each costs as much as 20 records. */
const MOST_EMAILS = 2;
const MOST_CHARS = 250;
const SEARCH_LIMIT = '50';
/** A search tells nothing of custom fields: so many people are read again for those that the admin wants. */
const MOST_READ_AGAIN = 3;

export interface PipedrivePeople {
  peopleBy(clues: Clues, flight: Flight): Promise<Listed<CrmPerson>>;
  person(id: string, flight: Flight): Promise<CrmPerson | null>;
}

interface Parts {
  readonly ask: AskPipedrive;
  readonly memory: PipedriveMemory;
  /** To ask for besides. */
  readonly more: readonly string[];
}

export function pipedrivePeople({ ask, memory, more }: Parts): PipedrivePeople {
  async function find(query: Readonly<Record<string, string>>, flight: Flight): Promise<Listed<CrmPerson>> {
    const { json } = await ask('findPeople', { query: { ...query, limit: SEARCH_LIMIT } }, flight);
    const { items, isComplete } = readHits(personSchema, json);
    const names = memory.names();
    return { items: items.map((one) => personOf(one, more, names)), isComplete };
  }

  async function byEmails(all: readonly string[], flight: Flight): Promise<Listed<CrmPerson>> {
    const emails = all.filter((one) => /^[^\s@]+@[^\s@]+$/.test(one) && one.length <= MOST_CHARS);
    const asked = emails.slice(0, MOST_EMAILS);
    const lists = asked.map((term) => find({ term, fields: 'email', exact_match: 'true' }, flight));
    const { items, isComplete } = together(await Promise.all(lists));
    return { items, isComplete: isComplete && asked.length === emails.length };
  }

  /**
   * Numbers are found by how they were typed. The caller's own is asked for, in the two spellings that most others contain;
   * the contact's other numbers would cost as much again and say less.
   */
  async function byNumbers([number]: readonly string[], flight: Flight): Promise<Listed<CrmPerson>> {
    const terms = number === undefined ? [] : termsFor(number);
    const lists = terms.map((term) => find({ term, fields: 'phone' }, flight));
    return together(await Promise.all(lists));
  }

  async function person(id: string, flight: Flight): Promise<CrmPerson | null> {
    const answer = await ask('person', { path: { id } }, flight);
    const found = answer.status === 404 ? null : readOne(personSchema, answer.json);
    return found === null ? null : personOf(found, more, memory.names());
  }

  async function withMore(list: Listed<CrmPerson>, flight: Flight): Promise<Listed<CrmPerson>> {
    if (more.length === 0 || list.items.length > MOST_READ_AGAIN) return list;
    const reads = list.items.map(async (one) => {
      // What was found counts without them.
      const read = await person(one.id, flight).catch(() => one);
      return read === null ? null : { ...read, company: one.company ?? read.company };
    });
    const items = (await Promise.all(reads)).filter((one) => one !== null);
    return { ...list, items };
  }

  return {
    peopleBy: async ({ emails, numbers }, flight) => {
      const byEmail = emails.length === 0 ? NONE : await byEmails(emails, flight);
      if (isSettled(byEmail, { emails, numbers })) return withMore(byEmail, flight);
      const all = together([byEmail, await byNumbers(numbers, flight)]);
      return withMore(foundBy({ emails, numbers }, all), flight);
    },
    person: async (id, flight) => (PIPEDRIVE_ID.test(id) ? person(id, flight) : null),
  };
}

/**
 * The digits that are dialled in the country, without its 0, and the same as its people group them: one is part of how a
 * number is typed with or without its country. @param number in E.164
 */
export function termsFor(number: string): readonly string[] {
  const digits = nationalDigits(number);
  const parsed = parsePhoneNumberFromString(number);
  if (digits === null || parsed === undefined || !/^\d{4,15}$/.test(digits)) return [];
  const inFull = parsed.formatInternational();
  const national = parsed.formatNational();
  const grouped = inFull.slice(inFull.indexOf(' ') + 1);
  return [...new Set([digits, national.endsWith(grouped) ? grouped : national])];
}

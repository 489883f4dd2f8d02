import {
  type Clues,
  type CrmAnswer,
  CrmFailure,
  type CrmPerson,
  type Flight,
  type Listed,
} from '../contract.ts';
import { isMissingRight } from './faults.ts';
import { foundBy } from '../matching/lists.ts';
import { listed, pageOf } from './lists.ts';
import {
  isPlainEmail,
  MAX_EMAILS,
  MAX_NUMBERS,
  type Module,
  PEOPLE_A_PAGE,
  peopleQuery,
  peopleSearch,
} from './questions.ts';
import { isConverted, joined, personOf, type Users } from './records.ts';
import type { SendToZoho } from './send.ts';

export interface PeopleParts {
  readonly send: SendToZoho;
  readonly users: (flight: Flight) => Promise<Users>;
  readonly properties: readonly string[];
}

/** Each is two requests: of the others, only how they are usually written is looked for. */
const SEARCHED_EMAILS = 2;
const SEARCHED_NUMBERS = 2;

const MODULES: readonly Module[] = ['Contacts', 'Leads'];

/**
 * Contacts and leads with one of the e-mails or numbers: by the index, which knows spellings, and as they are stored, which
 * knows who was just saved. Numbers are searched for only when nobody has an e-mail that was asked for: a number in a
 * spelling of its own could only add somebody without it.
 */
export async function zohoPeople(
  parts: PeopleParts,
  clues: Clues,
  flight: Flight,
): Promise<Listed<CrmPerson>> {
  const emails = clues.emails.filter((email) => email.trim() !== '');
  const numbers = clues.numbers.filter(isE164);
  if (emails.length + numbers.length === 0) return { items: [], isComplete: false };
  // Two of a flight are let through at once: neither module waits for the other.
  const flights: Readonly<Record<Module, Flight>> = { Contacts: flight, Leads: { ...flight } };
  const bySearch = (by: { email: string } | { phone: string }) =>
    MODULES.map((one) => search(parts, one, by, flights[one]));
  const byNumber = () => numbers.slice(0, SEARCHED_NUMBERS).flatMap((phone) => bySearch({ phone }));
  const first = await Promise.all([
    ...emails.slice(0, SEARCHED_EMAILS).flatMap((email) => bySearch({ email })),
    ...MODULES.map((one) => query(parts, one, clues, flights[one])),
    ...(emails.length === 0 ? byNumber() : []),
  ]);
  const byEmail = first.flatMap(({ items }) => items).some((person) => hasEmail(person, emails));
  const rest = emails.length > 0 && !byEmail ? await Promise.all(byNumber()) : [];
  const all = together([...first, ...rest], clues);
  return { ...all, isComplete: all.isComplete && areAllAsked(clues) };
}

async function search(
  parts: PeopleParts,
  module: Module,
  by: { readonly email: string } | { readonly phone: string },
  flight: Flight,
): Promise<Listed<CrmPerson>> {
  const read = module === 'Leads' ? 'leads' : 'contacts';
  const asked = parts.send(read, flight, { query: peopleSearch(by, module, parts.properties) });
  const [answer, users] = await Promise.all([
    module === 'Leads' ? unlessNoRight(asked) : asked,
    parts.users(flight),
  ]);
  return answer === null ? NONE : peopleIn(answer, read, module, users, parts.properties);
}

/**
 * An organisation may lack one of the usual fields, or the right to query: then the searches alone must do, which do not ask
 * for everything.
 */
async function query(
  parts: PeopleParts,
  module: Module,
  clues: Clues,
  flight: Flight,
): Promise<Listed<CrmPerson>> {
  const text = peopleQuery(module, clues);
  if (text === null) return NONE;
  const read = module === 'Leads' ? 'leadsQuery' : 'contactsQuery';
  try {
    const [answer, users] = await Promise.all([
      parts.send(read, flight, { json: { select_query: text } }),
      parts.users(flight),
    ]);
    return peopleIn(answer, read, module, users, []);
  } catch (error) {
    if (isMissingRight(error) || (error instanceof CrmFailure && error.trouble === 'rejected')) {
      return { items: [], isComplete: areAllSearched(clues) };
    }
    throw error;
  }
}

const NONE: Listed<CrmPerson> = { items: [], isComplete: true };

function peopleIn(
  answer: CrmAnswer,
  read: 'contacts' | 'leads' | 'contactsQuery' | 'leadsQuery',
  module: Module,
  users: Users,
  properties: readonly string[],
): Listed<CrmPerson> {
  const kind = module === 'Leads' ? 'lead' : 'contact';
  return listed(pageOf(answer, read, PEOPLE_A_PAGE), (record) =>
    isConverted(record) ? null : personOf(record, kind, users, properties),
  );
}

/** Whose profile does not see leads has none. */
async function unlessNoRight(asked: Promise<CrmAnswer>): Promise<CrmAnswer | null> {
  try {
    return await asked;
  } catch (error) {
    if (isMissingRight(error)) return null;
    throw error;
  }
}

function together(lists: readonly Listed<CrmPerson>[], clues: Clues): Listed<CrmPerson> {
  const people = new Map<string, CrmPerson>();
  for (const person of lists.flatMap(({ items }) => items)) {
    const key = `${person.kind} ${person.id}`;
    const known = people.get(key);
    people.set(key, known === undefined ? person : joined(known, person));
  }
  const items = [...people.values()];
  return foundBy(clues, { items, isComplete: lists.every(({ isComplete }) => isComplete) });
}

function areAllSearched({ emails, numbers }: Clues): boolean {
  return emails.length <= SEARCHED_EMAILS && numbers.length <= SEARCHED_NUMBERS;
}

function areAllAsked({ emails, numbers }: Clues): boolean {
  return (
    emails.length <= MAX_EMAILS &&
    emails.slice(SEARCHED_EMAILS).every(isPlainEmail) &&
    numbers.length <= MAX_NUMBERS &&
    numbers.every(isE164)
  );
}

function isE164(number: string): boolean {
  return /^\+\d{5,15}$/.test(number);
}

function hasEmail(person: CrmPerson, emails: readonly string[]): boolean {
  return person.emails.some((email) => emails.includes(email.trim().toLowerCase()));
}

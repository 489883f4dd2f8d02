import type { EventOf } from '../../../src-shared/allo/events.ts';
import type { Call } from '../../../src-shared/calls/call.ts';
import { emailsOf } from '../../../src-shared/card/contact-facts.ts';
import { fullName } from '../../../src-shared/format/person-name.ts';
import { isNumber, readableNumber, readNumber } from '../../../src-shared/format/phone.ts';
import type { AlloFacts } from '../matching/facts.ts';
import type { Print, Prints } from '../cache/prints.ts';

const MOST_IN_SHORT_CODE = 6;
/** More deals than that are on nobody's card, and each is held against each of the CRM's. */
const MOST_DEALS = 50;

/** Who is at the other end, as far as the CRM is asked for them. */
export interface Party {
  /** What they are kept under: Allo's id for them, else their number. */
  readonly key: Print;
  /** Their number, if it is not what they are kept under; null: none is known. */
  readonly number: Print | null;
  /** The last digits of it. */
  readonly tail: Print | null;
  readonly facts: AlloFacts;
  /** The CRM's id for them, as Allo has it. */
  readonly integrationId: string | null;
  /** What they go by. */
  readonly who: Print;
  /** Their company and deals. */
  readonly what: Print;
}

/** The party of a call. Null: nobody is asked for, since the number is withheld or no number of a person's. */
export function partyOf(call: Call, prints: Prints): Party | null {
  const { person, company, deals, number, line, integrationId } = call;
  if (!isSomebodys(number)) return null;
  const country = readableNumber(line)?.country ?? null;
  return party(
    { person, company, deals: deals.slice(0, MOST_DEALS), number, country },
    integrationId,
    prints,
  );
}

/** A contact of Allo's, out of one of its contact events. Null: there is nothing to ask by. */
export function partyOfContact(
  { id, name, last_name, company, emails, numbers }: ContactData,
  prints: Prints,
): Party | null {
  if (emails.length + numbers.length === 0) return null;
  const person = { id, name, last_name, email: null, emails, numbers, job_title: null, properties: {} };
  const facts = {
    person,
    company: company === null ? null : { id: null, name: company, properties: {} },
    deals: [],
    number: numbers[0] ?? null,
    country: null,
  };
  return party(facts, null, prints);
}
type ContactData = EventOf<'contact.updated'>['data'];

function party(facts: AlloFacts, integrationId: string | null, prints: Prints): Party | null {
  const { person, company, deals, number } = facts;
  const key = readNumber(number);
  const byNumber = key.tail === null ? null : prints.number(key);
  const id = person?.id ?? null;
  const byPerson = id === null ? null : prints.person(id);
  const own = byPerson ?? byNumber;
  if (own === null) return null;
  return {
    key: own,
    number: byPerson === null ? null : byNumber,
    tail: key.tail === null ? null : prints.tail(key.tail),
    facts,
    integrationId,
    who: prints.facts([
      fullName(person),
      emailsOf(person)
        .map((email) => email.trim().toLowerCase())
        .sort(),
      (person?.numbers ?? []).map((one) => keyOf(one)).sort(),
    ]),
    what: prints.facts([
      company === null ? null : [company.id, company.name],
      deals.map(({ id, name, value, currency, close_date }) => [id, name, value, currency, close_date]),
    ]),
  };
}

/** Neither withheld, nor a short code, nor a sender's name. */
function isSomebodys(number: string | null): boolean {
  const key = readNumber(number);
  return isNumber(key) && (key.tail?.length ?? 0) > MOST_IN_SHORT_CODE;
}

function keyOf(number: string): string {
  const { e164, tail } = readNumber(number);
  return e164 ?? tail ?? '';
}

import type { Company, Deal, Person } from '../allo/parties.ts';
import type { Call, Collected } from '../calls/call.ts';
import { collectedIn } from '../calls/collected.ts';
import { isNoName } from '../format/no-name.ts';
import { readableNumber, readNumber, sameNumber } from '../format/phone.ts';

/** What is known of a contact beyond its card, as plain data. */
export interface ContactFacts {
  /** Every address, the main one first. */
  readonly emails: readonly string[];
  /** The contact's numbers besides the one of the call, as people read them. */
  readonly numbers: readonly string[];
  /** What a team's own CRM adds: of the person, of the company, of each deal that has any. */
  readonly properties: readonly PropertyGroup[];
}

export interface PropertyGroup {
  readonly of: 'person' | 'company' | 'deal';
  /** Of a deal. */
  readonly name: string | null;
  readonly facts: readonly Collected[];
}

const MAX_FACTS = 100;
const MAX_GROUPS = 20;

/** What Allo's own fields are: each has a place of its own. */
const OWN = {
  person: new Set(['id', 'name', 'last_name', 'email', 'emails', 'numbers', 'job_title']),
  company: new Set(['id', 'name']),
  deal: new Set(['id', 'name', 'status', 'value', 'currency', 'close_date']),
} as const;

/** Everything that Allo and the CRM behind it say of the contact and that no card has room for. */
export function contactFactsOf(call: Call): ContactFacts {
  const groups: PropertyGroup[] = [
    groupOf('person', null, call.person),
    groupOf('company', null, call.company),
    ...call.deals.map((deal) => groupOf('deal', deal.name, deal)),
  ];
  return {
    emails: emailsOf(call.person),
    numbers: furtherNumbers(call),
    properties: groups.filter(({ facts }) => facts.length > 0).slice(0, MAX_GROUPS),
  };
}

/** The main address first, each once; what stands for none is left out. */
export function emailsOf(person: Person | null): readonly string[] {
  if (person === null) return [];
  const once = new Map<string, string>();
  for (const email of [person.email ?? '', ...person.emails].map((one) => one.trim()))
    if ((email.includes('@') || !isNoName(email)) && !once.has(email.toLowerCase()))
      once.set(email.toLowerCase(), email);
  return [...once.values()].slice(0, MAX_FACTS);
}

function furtherNumbers({ person, number }: Call): readonly string[] {
  const known = [readNumber(number)];
  const further: string[] = [];
  for (const raw of person?.numbers.slice(0, MAX_FACTS) ?? []) {
    const key = readNumber(raw);
    const written = readableNumber(raw)?.display ?? raw.trim();
    if (key.tail !== null && known.some((one) => sameNumber(one, key) !== null)) continue;
    known.push(key);
    if (written !== '' && !further.includes(written)) further.push(written);
  }
  return further;
}

function groupOf(
  of: PropertyGroup['of'],
  name: string | null,
  record: Person | Company | Deal | null,
): PropertyGroup {
  const own = Object.entries(record?.properties ?? {}).filter(([key]) => !OWN[of].has(key));
  return { of, name, facts: collectedIn(Object.fromEntries(own), MAX_FACTS) };
}

import type { Company, Deal, Person } from '../../../src-shared/allo/parties.ts';
import { emailsOf } from '../../../src-shared/card/contact-facts.ts';
import type { Clues } from '../contract.ts';
import { readEmail } from './emails.ts';
import { numberIn } from './numbers.ts';

/** What Allo says of a call's party: what the CRM's records are held against. */
export interface AlloFacts {
  readonly person: Person | null;
  readonly company: Company | null;
  readonly deals: readonly Deal[];
  /** The outside number, best in E.164; null: withheld. */
  readonly number: string | null;
  /** ISO 3166, of the line that was called: numbers written without a country are read as this one's. */
  readonly country: string | null;
}

const MAX_CLUES = 20;

/** What to ask the CRM by: each address and number once, the caller's own number first. */
export function cluesOf({ person, number, country }: AlloFacts): Clues {
  const written = [number, ...(person?.numbers ?? [])].slice(0, MAX_CLUES);
  const numbers = written.flatMap((one) => numberIn(one, country)?.e164 ?? []);
  return { emails: emailsIn(person), numbers: [...new Set(numbers)] };
}

/** The contact's addresses as they are compared. */
export function emailsIn(person: Person | null): readonly string[] {
  const read = emailsOf(person).flatMap((email) => readEmail(email) ?? []);
  return [...new Set(read)].slice(0, MAX_CLUES);
}

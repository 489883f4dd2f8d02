import type { CrmPerson } from '../contract.ts';
import { compareCompanies } from './company-names.ts';
import { isDeskAddress, readEmail } from './emails.ts';
import { emailsIn, type AlloFacts } from './facts.ts';
import { compareNames, type Likeness } from './names.ts';
import { matchNumber, numberIn, type NumberMatch } from './numbers.ts';
import { fullName } from '../../../src-shared/format/person-name.ts';

/** What a person of the CRM has in common with Allo's, each part verified here. */
export interface PersonWeight {
  /** Allo names this very record by its id. */
  readonly isNamed: boolean;
  /** `own`: somebody's own address is shared. `desk`: one that many answer. `other`: both have own ones, and share none. */
  readonly email: 'own' | 'desk' | 'other' | 'none';
  readonly number: NumberMatch | 'none';
  readonly name: Likeness;
  readonly company: Likeness;
}

const MAX_NUMBERS = 100;

/** Weighs one person after another against what Allo says. */
export function personWeigher(
  facts: AlloFacts,
  named: ReadonlySet<string>,
): (person: CrmPerson) => PersonWeight {
  const { person, company, country } = facts;
  const name = fullName(person);
  const emails = emailsIn(person);
  const known = [facts.number, ...(person?.numbers.slice(0, MAX_NUMBERS) ?? [])].flatMap(
    (one) => numberIn(one, country) ?? [],
  );
  return (candidate) => {
    const matches = candidate.numbers
      .slice(0, MAX_NUMBERS)
      .flatMap((raw) => known.flatMap((one) => matchNumber(raw, one, country) ?? []));
    return {
      isNamed: named.has(keyOf(candidate)),
      email: compareEmails(emails, candidate.emails),
      number: matches.includes('full') ? 'full' : (matches[0] ?? 'none'),
      name: compareNames(name, candidate.name),
      company: compareCompanies(company?.name ?? null, candidate.company?.name ?? null),
    };
  };
}

/** A contact and a lead may have the same id. */
export function keyOf({ kind, id }: Pick<CrmPerson, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

/** Whether it has anything in common with Allo's person that is worth a choice. */
export function isContender({ isNamed, email, number, name }: PersonWeight): boolean {
  return email === 'own' || email === 'desk' || number !== 'none' || (isNamed && name === 'same');
}

/** Whether it would do if there were nobody else. */
export function isEnough(weight: PersonWeight): boolean {
  const { isNamed, email, number, name, company } = weight;
  if (name === 'unlike' || !isContender(weight)) return false;
  if (isNamed || email === 'own' || name === 'same') return true;
  // A number or a desk is a house's: whoever else is told of must not be another of its people.
  if (email === 'other' || company === 'unlike') return false;
  return number === 'full' || email === 'desk' || name === 'fits';
}

function compareEmails(known: readonly string[], written: readonly string[]): PersonWeight['email'] {
  const read = written.flatMap((one) => readEmail(one) ?? []);
  const shared = read.filter((one) => known.includes(one));
  if (shared.some(isOwn)) return 'own';
  if (shared.length > 0) return 'desk';
  return known.some(isOwn) && read.some(isOwn) ? 'other' : 'none';
}

function isOwn(email: string): boolean {
  return !isDeskAddress(email);
}

/** Whether two people of the CRM are one, by an address of their own or by their whole name. */
export function isSamePerson(a: CrmPerson, b: CrmPerson): boolean {
  const name = compareNames(a.name, b.name);
  if (name === 'unlike') return false;
  return (
    name === 'same' ||
    compareEmails(
      a.emails.flatMap((one) => readEmail(one) ?? []),
      b.emails,
    ) === 'own'
  );
}

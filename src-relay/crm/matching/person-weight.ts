import { fullName } from '../../../src-shared/format/person-name.ts';
import type { CrmPerson } from '../contract.ts';
import { compareCompanies } from './company-names.ts';
import { isDeskAddress, readEmail } from './emails.ts';
import { emailsIn, type AlloFacts } from './facts.ts';
import { compareNames, NO_NAME, readName, type Likeness, type NameReading } from './names.ts';
import { apart, matchNumber, numberIn, type NumberMatch } from './numbers.ts';
import type { Weighed } from './verdict.ts';

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

export interface WeighedPerson extends Weighed<CrmPerson, PersonWeight> {
  readonly name: NameReading;
  readonly emails: readonly string[];
}

const MAX_NUMBERS = 100;

/** Weighs one person after another against what Allo says. */
export function personWeigher(
  facts: AlloFacts,
  named: ReadonlySet<string>,
): (person: CrmPerson) => WeighedPerson {
  const { person, company, country } = facts;
  const ourName = readName(fullName(person));
  const ourEmails = emailsIn(person);
  const ourNumbers = [facts.number, ...(person?.numbers.slice(0, MAX_NUMBERS) ?? [])].flatMap(
    (one) => numberIn(one, country) ?? [],
  );
  return (item) => {
    const emails = item.emails.flatMap((one) => readEmail(one) ?? []);
    const matches = item.numbers
      .flatMap(apart)
      .slice(0, MAX_NUMBERS)
      .flatMap((raw) => ourNumbers.flatMap((one) => matchNumber(raw, one, country) ?? []));
    const clues = {
      isNamed: named.has(keyOf(item)),
      email: compareEmails(ourEmails, emails),
      number: matches.includes('full') ? 'full' : (matches[0] ?? 'none'),
    } as const;
    // Names alone make nobody a candidate.
    if (!clues.isNamed && !hasClue(clues))
      return { item, emails, name: NO_NAME, weight: { ...clues, name: 'unsaid', company: 'unsaid' } };
    const name = readName(item.name);
    const weight = {
      ...clues,
      name: compareNames(ourName, name),
      company: compareCompanies(company?.name ?? null, item.company?.name ?? null),
    };
    return { item, emails, name, weight };
  };
}

/** A contact and a lead may have the same id. */
export function keyOf({ kind, id }: Pick<CrmPerson, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

/** Whether it has anything in common with Allo's person that is worth a choice. */
export function isContender(weight: PersonWeight): boolean {
  return hasClue(weight) || (weight.isNamed && weight.name === 'same');
}

/** Whether a record still has an address, a number or the whole name of Allo's person. */
export function hasInCommon(facts: AlloFacts, record: CrmPerson): boolean {
  return isContender(personWeigher(facts, new Set([keyOf(record)]))(record).weight);
}

/** Whether an address or a number is shared. */
export function hasClue({ email, number }: Pick<PersonWeight, 'email' | 'number'>): boolean {
  return email === 'own' || email === 'desk' || number !== 'none';
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

/** Whether two people of the CRM are one, by an address of their own or by their whole name. */
export function isSamePerson(a: WeighedPerson, b: WeighedPerson): boolean {
  const name = compareNames(a.name, b.name);
  return name === 'same' || (name !== 'unlike' && compareEmails(a.emails, b.emails) === 'own');
}

function compareEmails(known: readonly string[], read: readonly string[]): PersonWeight['email'] {
  const shared = read.filter((one) => known.includes(one));
  if (shared.some(isOwn)) return 'own';
  if (shared.length > 0) return 'desk';
  return known.some(isOwn) && read.some(isOwn) ? 'other' : 'none';
}

function isOwn(email: string): boolean {
  return !isDeskAddress(email);
}

import type { CrmPerson, Listed } from '../contract.ts';
import { distinctPeople, withoutLeadsOfContacts } from '../matching/distinct-people.ts';
import type { AlloFacts } from '../matching/facts.ts';
import { personWeigher } from '../matching/person-weight.ts';

/** How many people of the CRM have the very number; null: fewer than two, or it is not known of all. */
export function peopleSharing(
  { number, country }: Pick<AlloFacts, 'number' | 'country'>,
  found: Listed<CrmPerson>,
): number | null {
  if (!found.isComplete) return null;
  const weigh = personWeigher({ person: null, company: null, deals: [], number, country }, new Set());
  const having = distinctPeople(found.items)
    .map(weigh)
    .filter(({ weight }) => weight.number === 'full');
  const people = withoutLeadsOfContacts(having, () => true).length;
  return people < 2 ? null : people;
}

import type { CrmPerson } from '../contract.ts';
import { isSamePerson, keyOf, type WeighedPerson } from './person-weight.ts';
import { byText } from './verdict.ts';

/** One that was found twice is one, with whatever either says. */
export function distinctPeople(people: readonly CrmPerson[]): readonly CrmPerson[] {
  const all = new Map<string, CrmPerson>();
  for (const person of [...people].sort((a, b) => byText(JSON.stringify(a), JSON.stringify(b)))) {
    const before = all.get(keyOf(person));
    all.set(keyOf(person), before === undefined ? person : both(before, person));
  }
  return [...all.values()];
}

function both(a: CrmPerson, b: CrmPerson): CrmPerson {
  return {
    ...a,
    name: a.name ?? b.name,
    emails: [...new Set([...a.emails, ...b.emails])],
    numbers: [...new Set([...a.numbers, ...b.numbers])],
    company: a.company ?? b.company,
    dealIds: a.dealIds ?? b.dealIds,
    owner: a.owner ?? b.owner,
    properties: { ...b.properties, ...a.properties },
  };
}

/** Of more who have one number nobody is singled out by being a contact. */
const MOST_COMPARED = 50;

/**
 * A contact stands for the lead that it was once.
 * @param mayStand whether a contact may stand for anybody
 */
export function withoutLeadsOfContacts(
  people: readonly WeighedPerson[],
  mayStand: (contact: WeighedPerson) => boolean,
): readonly WeighedPerson[] {
  if (people.length > MOST_COMPARED) return people;
  const contacts = people.filter((one) => one.item.kind === 'contact' && mayStand(one));
  return people.filter(
    (one) =>
      one.item.kind === 'contact' ||
      one.weight.isNamed ||
      !contacts.some((contact) => isSamePerson(contact, one)),
  );
}

import type { CrmPerson, Listed } from '../contract.ts';
import type { AlloFacts } from './facts.ts';
import {
  hasClue,
  isContender,
  isEnough,
  keyOf,
  personWeigher,
  type PersonWeight,
  type WeighedPerson,
} from './person-weight.ts';
import { distinctPeople, withoutLeadsOfContacts } from './distinct-people.ts';
import { byText, type Verdict } from './verdict.ts';

/** Why it is this one. The names are kept in the relay's cache. */
export type PersonBasis =
  /** Allo names the record by its id, and an address, a number or the whole name says so too. */
  | 'id'
  /** Nobody else has the address. */
  | 'email'
  /** Nobody else has the number. */
  | 'number'
  /** Nobody else has the last digits of the number, and the name. */
  | 'tail-and-name'
  /** Of several, the one with the address. */
  | 'email-of-several'
  /** Of several, the one with the whole name. */
  | 'name-of-several';

export type PersonDoubt =
  /** The CRM may have more than it gave. */
  | 'cut'
  /** The only one there is has another name, or too little in common. */
  | 'contradicted'
  /** Several have what there is to go by. */
  | 'shared';

export type PersonVerdict = Verdict<CrmPerson, PersonBasis, PersonDoubt, PersonWeight>;

export interface PersonCandidates {
  /** Whoever the CRM found by address and number. */
  readonly found: Listed<CrmPerson>;
  /** Those that Allo names by an id, as they were read: under the id that they have now. */
  readonly named: readonly CrmPerson[];
}

/** The person of the CRM that Allo's is. Pure; the order of candidates never matters. */
export function matchPerson(facts: AlloFacts, { found, named }: PersonCandidates): PersonVerdict {
  const weigh = personWeigher(facts, new Set(named.map(keyOf)));
  const all = distinctPeople([...found.items, ...named])
    .map(weigh)
    .sort(byWeight);
  const weighed = all.map(({ item, weight }) => ({ item, weight }));
  const contenders = withoutLeadsOfContacts(
    all.filter(({ weight }) => isContender(weight)),
    ({ weight }) => hasClue(weight) && isEnough(weight),
  );
  if (contenders.length === 0)
    return found.isComplete ? { kind: 'none', weighed } : { kind: 'unknown', why: 'cut', weighed };
  const candidates = contenders.map(({ item }) => item);
  if (!found.isComplete) return { kind: 'several', candidates, doubt: 'cut', weighed };
  const best = contenders.find((one) => isEnough(one.weight) && beatsAll(one, contenders));
  if (best === undefined)
    return { kind: 'several', candidates, doubt: candidates.length > 1 ? 'shared' : 'contradicted', weighed };
  return { kind: 'certain', record: best.item, basis: basisOf(best.weight, contenders.length), weighed };
}

function beatsAll(one: WeighedPerson, all: readonly WeighedPerson[]): boolean {
  return all.every((other) => other === one || beats(one.weight, other.weight));
}

/** Whether one is better for certain: in what tells people apart, and in nothing worse. */
function beats(one: PersonWeight, other: PersonWeight): boolean {
  const hasMore = {
    id: one.isNamed && !other.isNamed,
    email: one.email === 'own' && other.email !== 'own',
    name: one.name === 'same' && other.name !== 'same',
  };
  if (other.isNamed && !one.isNamed) return false;
  // Of two people with one number or address, only what is one's own tells which.
  if (other.name === 'unlike') return hasMore.id || hasMore.name || (hasMore.email && one.name === 'fits');
  const hasLess =
    (other.email === 'own' && one.email !== 'own') || RANK_OF_NAME[other.name] < RANK_OF_NAME[one.name];
  if (hasLess) return false;
  // An id and the name alone may be a namesake's, by the id of another CRM, once somebody else has the number.
  if (hasMore.id) return hasClue(one) || !hasClue(other);
  if (hasMore.email && hasMore.name && other.name === 'unsaid') return true;
  const isNumberWorse = RANK_OF_NUMBER[other.number] < RANK_OF_NUMBER[one.number];
  return !isNumberWorse && (hasMore.email || hasMore.name);
}

/** The best is 0. */
const RANK_OF_NAME = { same: 0, fits: 1, unsaid: 2, unlike: 3 } as const;
const RANK_OF_NUMBER = { full: 0, tail: 1, none: 2 } as const;
const RANK_OF_EMAIL = { own: 0, desk: 1, none: 2, other: 3 } as const;

/** The likeliest first; of equals the contact, then by name. */
function byWeight(a: WeighedPerson, b: WeighedPerson): number {
  return (
    Number(b.weight.isNamed) - Number(a.weight.isNamed) ||
    RANK_OF_NAME[a.weight.name] - RANK_OF_NAME[b.weight.name] ||
    RANK_OF_EMAIL[a.weight.email] - RANK_OF_EMAIL[b.weight.email] ||
    RANK_OF_NUMBER[a.weight.number] - RANK_OF_NUMBER[b.weight.number] ||
    byText(a.item.kind, b.item.kind) ||
    byText(a.item.name ?? '', b.item.name ?? '') ||
    byText(a.item.id, b.item.id)
  );
}

function basisOf({ isNamed, email, number }: PersonWeight, contenders: number): PersonBasis {
  if (isNamed) return 'id';
  if (contenders > 1) return email === 'own' ? 'email-of-several' : 'name-of-several';
  if (email === 'own' || (email === 'desk' && number === 'none')) return 'email';
  return number === 'full' ? 'number' : 'tail-and-name';
}

import { fullName } from '../../../src-shared/format/person-name.ts';
import type { CrmPerson, Listed } from '../contract.ts';
import { cluesOf, emailsIn, type AlloFacts } from '../matching/facts.ts';
import { hasInCommon } from '../matching/person-weight.ts';
import { matchPerson, type PersonVerdict } from '../matching/person.ts';
import type { Asked } from './asked.ts';
import type { Due } from './freshness.ts';

type PersonId = Pick<CrmPerson, 'id' | 'kind'>;

export interface Who {
  readonly verdict: PersonVerdict;
  /** Everybody whom the CRM has by their address or number; null: it was not asked. */
  readonly found: Listed<CrmPerson> | null;
}

export interface WhoParts {
  readonly facts: AlloFacts;
  readonly ask: NonNullable<Due['ask']>;
  /** Who they were for certain. */
  readonly before: PersonId | null;
  /** Ids by which the CRM may know them, as Allo says. */
  readonly ids: readonly PersonId[];
  /** Who has their number, if that is certain: nobody says that it is they. */
  readonly withNumber: PersonId | null;
}

/** So many ids are looked at: each costs a question before the real one. */
const MOST_IDS = 2;

/**
 * Finds out who somebody is in the CRM. Whoever was certain stays so as long as the record is there, under whatever id and
 * name, and has an address, a number or the whole name of theirs; else they are looked for once more. An id that Allo has
 * is read first, and whoever has the number: when nobody can fit better, nobody is searched for.
 * @returns null when the CRM gave no answer
 */
export async function findWho(parts: WhoParts, crm: Asked): Promise<Who | null> {
  const { facts, ask, before } = parts;
  const named: CrmPerson[] = [];
  if (before !== null) {
    const answer = await crm.person(before);
    if (!answer.isSaid) return null;
    const { value } = answer;
    // A number that somebody else has by now is theirs no more.
    if (value !== null && ask === 'what' && hasInCommon(facts, value))
      return { verdict: sameAsBefore(value), found: null };
    if (value !== null) named.push(value);
  }
  const alike: CrmPerson[] = [];
  for (const { id, isNamed } of idsToRead(parts)) {
    const answer = await crm.person(id);
    // Without an answer to it the others still tell who it is.
    if (answer.isSaid && answer.value !== null) (isNamed ? named : alike).push(answer.value);
  }
  const byId = matchPerson(facts, { found: { items: alike, isComplete: true }, named });
  if (isUnbeatable(byId, facts)) return { verdict: byId, found: null };
  const clues = cluesOf(facts);
  if (clues.emails.length + clues.numbers.length === 0)
    return { verdict: { kind: 'unknown', why: 'not-asked', weighed: [] }, found: null };
  const answer = await crm.peopleBy(clues);
  if (!answer.isSaid) return null;
  return { verdict: matchPerson(facts, { found: answer.value, named }), found: answer.value };
}

function idsToRead({ before, ids, withNumber }: WhoParts) {
  const all = [
    ...ids.map((id) => ({ id, isNamed: true })),
    ...(withNumber === null ? [] : [{ id: withNumber, isNamed: false }]),
  ];
  const once = all.filter(
    ({ id }, at) => !isSame(id, before) && all.findIndex((one) => isSame(one.id, id)) === at,
  );
  return once.slice(0, MOST_IDS);
}

function isSame(a: PersonId, b: PersonId | null): boolean {
  return a.id === b?.id && a.kind === b.kind;
}

function sameAsBefore(record: CrmPerson): PersonVerdict {
  return { kind: 'certain', record, basis: 'id', weighed: [] };
}

/** Whether it is certain, and nobody whom a search might find could have more in common with Allo's. */
function isUnbeatable(verdict: PersonVerdict, { person }: AlloFacts): boolean {
  if (verdict.kind !== 'certain') return false;
  const weight = verdict.weighed.find(({ item }) => item.id === verdict.record.id)?.weight;
  const hasEmail = emailsIn(person).length > 0;
  const hasName = fullName(person) !== null;
  return (
    (hasEmail || hasName) && (!hasEmail || weight?.email === 'own') && (!hasName || weight?.name === 'same')
  );
}

import { fullName } from '../../../src-shared/format/person-name.ts';
import type { CrmPerson, Listed } from '../contract.ts';
import { cluesOf, emailsIn, type AlloFacts } from '../matching/facts.ts';
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
  /** Ids by which the CRM may know them. */
  readonly ids: readonly PersonId[];
}

/** So many ids are looked at: each costs a question before the real one. */
const MOST_IDS = 2;
const NONE: Listed<CrmPerson> = { items: [], isComplete: true };

/**
 * Finds out who somebody is in the CRM. Whoever was certain stays so as long as the record is there, under whatever id;
 * when it is gone, they are looked for once more. An id that Allo has is read first: when nobody can fit better, nobody is
 * searched for.
 * @returns null when the CRM gave no answer
 */
export async function findWho({ facts, ask, before, ids }: WhoParts, crm: Asked): Promise<Who | null> {
  const named: CrmPerson[] = [];
  if (before !== null) {
    const answer = await crm.person(before);
    if (!answer.isSaid) return null;
    if (answer.value !== null && ask === 'what') return { verdict: sameAsBefore(answer.value), found: null };
    if (answer.value !== null) named.push(answer.value);
  }
  const others = ids.filter((one) => one.id !== before?.id || one.kind !== before.kind);
  for (const id of others.slice(0, MOST_IDS)) {
    const answer = await crm.person(id);
    // Without an answer to it the others still tell who it is.
    if (answer.isSaid && answer.value !== null) named.push(answer.value);
  }
  const byId = matchPerson(facts, { found: NONE, named });
  if (isUnbeatable(byId, facts)) return { verdict: byId, found: null };
  const clues = cluesOf(facts);
  if (clues.emails.length + clues.numbers.length === 0)
    return { verdict: { kind: 'unknown', why: 'not-asked', weighed: [] }, found: null };
  const answer = await crm.peopleBy(clues);
  if (!answer.isSaid) return null;
  return { verdict: matchPerson(facts, { found: answer.value, named }), found: answer.value };
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

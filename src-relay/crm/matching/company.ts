import type { CrmCompany, Listed } from '../contract.ts';
import { compareCompanies } from './company-names.ts';
import type { AlloFacts } from './facts.ts';
import type { Likeness } from './names.ts';
import type { PersonVerdict } from './person.ts';
import { byText, type Verdict } from './verdict.ts';

export type CompanyBasis =
  /** The person's own company, and Allo says no other name. */
  | 'of-the-person'
  /** Nobody else has the name. */
  | 'name';

export type CompanyDoubt = 'cut' | 'contradicted' | 'shared';

export interface CompanyWeight {
  readonly isOfPerson: boolean;
  readonly name: Likeness;
}

export type CompanyVerdict = Verdict<
  Pick<CrmCompany, 'id' | 'name'>,
  CompanyBasis,
  CompanyDoubt,
  CompanyWeight
>;

/**
 * The company of the CRM that Allo's is: the certain person's own where the names agree, else the only one of that name.
 * @param found what a search for the name gave; null: none was made
 */
export function matchCompany(
  facts: Pick<AlloFacts, 'company'>,
  person: PersonVerdict | null,
  found: Listed<CrmCompany> | null,
): CompanyVerdict {
  const own = person?.kind === 'certain' ? person.record.company : null;
  const name = facts.company?.name ?? null;
  const all = once([...(own === null ? [] : [own]), ...(found?.items ?? [])], own?.id ?? null);
  const weighed = all
    .map((item) => ({
      item,
      weight: { isOfPerson: item.id === own?.id, name: compareCompanies(name, item.name) },
    }))
    .sort(
      (a, b) =>
        RANK[a.weight.name] - RANK[b.weight.name] ||
        Number(b.weight.isOfPerson) - Number(a.weight.isOfPerson) ||
        byText(a.item.name ?? '', b.item.name ?? '') ||
        byText(a.item.id, b.item.id),
    );
  const ofPerson = weighed.find(({ weight }) => weight.isOfPerson);
  if (ofPerson !== undefined && (name === null || ofPerson.weight.name === 'same'))
    return { kind: 'certain', record: ofPerson.item, basis: 'of-the-person', weighed };
  const [first, ...others] = weighed.filter(({ weight }) => weight.name === 'same').map(({ item }) => item);
  if (first !== undefined && others.length === 0 && found?.isComplete === true)
    return { kind: 'certain', record: first, basis: 'name', weighed };
  const candidates = weighed
    .filter(({ weight }) => weight.isOfPerson || weight.name === 'same')
    .map(({ item }) => item);
  if (candidates.length > 0) {
    const doubt = found?.isComplete === false ? 'cut' : others.length > 0 ? 'shared' : 'contradicted';
    return { kind: 'several', candidates, doubt, weighed };
  }
  if (found === null) return { kind: 'unknown', why: 'not-asked', weighed };
  return found.isComplete ? { kind: 'none', weighed } : { kind: 'unknown', why: 'cut', weighed };
}

const RANK = { same: 0, fits: 1, unsaid: 2, unlike: 3 } as const;

/** Whether a search for the name would say more than the person does. */
export function needsCompanyByName(facts: Pick<AlloFacts, 'company'>, person: PersonVerdict | null): boolean {
  return (facts.company?.name ?? null) !== null && matchCompany(facts, person, null).kind !== 'certain';
}

type Named = Pick<CrmCompany, 'id' | 'name'>;

/** Each company once; the name that a search gave stands in where the person's answer has none. */
function once(companies: readonly Named[], own: string | null): readonly Named[] {
  const all = new Map<string, Named>();
  for (const { id, name } of [...companies].sort((a, b) => byText(b.name ?? '', a.name ?? ''))) {
    const before = all.get(id);
    if ((before?.name ?? null) === null) all.set(id, { id, name });
  }
  return [...all.values()].filter(({ id, name }) => id === own || name !== null);
}

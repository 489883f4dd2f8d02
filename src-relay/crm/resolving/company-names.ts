import { MAX_CHOICES } from '../../../src-shared/crm/records.ts';
import type { CrmPerson } from '../contract.ts';
import type { PersonVerdict } from '../matching/person.ts';
import type { Asked } from './asked.ts';

/**
 * Reads the names of the companies of those whom an agent chooses among, where the CRM named them by id alone: people of one
 * name and number are told apart by hardly anything else. A name that the CRM does not give is left out.
 */
export async function withCompanyNames(verdict: PersonVerdict, crm: Asked): Promise<PersonVerdict> {
  if (verdict.kind !== 'several') return verdict;
  const shown = verdict.candidates.slice(0, MAX_CHOICES);
  const unnamed = new Set(
    shown.flatMap(({ company }) => (company === null || company.name !== null ? [] : company.id)),
  );
  const names = new Map<string, string | null>();
  await Promise.all(
    [...unnamed].map(async (id) => {
      const answer = await crm.company(id);
      if (answer.isSaid) names.set(id, answer.value?.name ?? null);
    }),
  );
  const named = (person: CrmPerson): CrmPerson => {
    const { company } = person;
    const name = company === null || company.name !== null ? null : (names.get(company.id) ?? null);
    return company === null || name === null ? person : { ...person, company: { ...company, name } };
  };
  return { ...verdict, candidates: verdict.candidates.map(named) };
}

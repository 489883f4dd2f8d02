import { describe, expect, test } from 'vitest';
import type { CrmPerson } from '../../../../../src-relay/crm/contract.ts';
import { withCompanyNames } from '../../../../../src-relay/crm/resolving/company-names.ts';
import { contact } from '../matching/made.ts';
import { playedCrm } from './played-crm.ts';

const several = (...candidates: readonly CrmPerson[]) =>
  ({ kind: 'several', candidates, doubt: 'shared', weighed: [] }) as const;
const at = (id: string, company: string, name: string | null = null) =>
  contact(id, { company: { id: company, name } });
const companies = Object.fromEntries(
  ['Globex', 'Initech'].map((name, n) => [
    String(n + 7),
    { id: String(n + 7), name, owner: null, properties: {} },
  ]),
);

describe('people to choose among', () => {
  test('have the names of their companies, each read once and only where it is not there', async () => {
    const crm = playedCrm({ companies });
    const verdict = await withCompanyNames(
      several(at('1', '7'), at('2', '8'), at('3', '7'), at('4', '9', 'Hooli'), contact('5')),
      crm,
    );
    const names = verdict.kind === 'several' ? verdict.candidates.map(({ company }) => company?.name) : [];
    expect(names).toEqual(['Globex', 'Initech', 'Globex', 'Hooli', undefined]);
    expect(crm.asked).toEqual(['company 7', 'company 8']);
  });

  test('stay as they are when the CRM does not answer, or has no such company any more', async () => {
    const crm = playedCrm({ companies, silentOn: ['company 7'] });
    const before = several(at('1', '7'), at('2', '99'));
    expect(await withCompanyNames(before, crm)).toEqual(before);
  });

  test('are looked up as far as they are offered, and nobody who is certain is', async () => {
    const crm = playedCrm({ companies });
    await withCompanyNames(several(...Array.from({ length: 9 }, (_, n) => at(`${n}`, `${n}`))), crm);
    expect(crm.asked).toHaveLength(5);
    const certain = { kind: 'certain', record: at('1', '7'), basis: 'email', weighed: [] } as const;
    expect(await withCompanyNames(certain, crm)).toBe(certain);
    expect(crm.asked).toHaveLength(5);
  });
});

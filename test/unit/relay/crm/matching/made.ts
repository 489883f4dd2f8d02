import type { Company, Deal, Person } from '../../../../../src-shared/allo/parties.ts';
import type { CrmDeal, CrmPerson, Listed } from '../../../../../src-relay/crm/contract.ts';
import type { AlloFacts } from '../../../../../src-relay/crm/matching/facts.ts';

/** Somebody as Allo knows them. */
export function person(parts: Partial<Person> = {}): Person {
  return {
    id: 'con_1',
    name: 'Marie',
    last_name: 'Dupont',
    email: null,
    emails: [],
    numbers: [],
    job_title: null,
    properties: {},
    ...parts,
  };
}

export function company(name: string | null): Company {
  return { id: 'com-1', name, properties: {} };
}

export function facts(parts: Partial<AlloFacts> = {}): AlloFacts {
  return { person: person(), company: null, deals: [], number: '+33612345678', country: 'FR', ...parts };
}

/** A person of the CRM. */
export function contact(id: string, parts: Partial<CrmPerson> = {}): CrmPerson {
  return {
    id,
    kind: 'contact',
    name: 'Marie Dupont',
    emails: [],
    numbers: [],
    company: null,
    dealIds: null,
    owner: null,
    properties: {},
    ...parts,
  };
}

export function complete<T>(...items: readonly T[]): Listed<T> {
  return { items, isComplete: true };
}

export function cut<T>(...items: readonly T[]): Listed<T> {
  return { items, isComplete: false };
}

/** A deal as Allo knows it. */
export function deal(id: string, parts: Partial<Deal> = {}): Deal {
  return {
    id,
    name: 'Website',
    status: 'Proposal',
    value: 25_000,
    currency: 'EUR',
    close_date: '2026-12-31',
    properties: {},
    ...parts,
  };
}

/** A deal of the CRM. */
export function crmDeal(id: string, parts: Partial<CrmDeal> = {}): CrmDeal {
  return {
    id,
    title: 'Website',
    amount: 25_000,
    currency: 'EUR',
    closeDate: '2026-12-31',
    isCloseDateVague: false,
    stage: 'Proposal',
    isClosed: false,
    owner: null,
    ...parts,
  };
}

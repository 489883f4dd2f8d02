import type { CrmCompany, CrmDeal, CrmPerson, Listed } from '../../../../../src-relay/crm/contract.ts';
import type { Answer, Asked } from '../../../../../src-relay/crm/resolving/asked.ts';
import { complete } from '../matching/made.ts';

/** A CRM of a few records in memory, and what it was asked. */
export interface PlayedCrm extends Asked {
  readonly asked: string[];
}

export interface PlayedRecords {
  /** Whoever a search gives; `null`: it does not answer. */
  readonly found?: Listed<CrmPerson> | null;
  /** By id: those that are gone, or that are merged into another. */
  readonly people?: Readonly<Record<string, CrmPerson>>;
  readonly companies?: Readonly<Record<string, CrmCompany>>;
  readonly named?: Listed<CrmCompany> | null;
  readonly open?: Listed<CrmDeal> | null;
  readonly deals?: Readonly<Record<string, CrmDeal>>;
  /** Questions, as `asked` has them, that get no answer. */
  readonly silentOn?: readonly string[];
}

export function playedCrm(records: PlayedRecords): PlayedCrm {
  const asked: string[] = [];
  function say<T>(question: string, value: T | undefined): Promise<Answer<T>> {
    asked.push(question);
    const isSilent = value === undefined || records.silentOn?.includes(question) === true;
    return Promise.resolve(isSilent ? { isSaid: false, trouble: 'too-late' } : { isSaid: true, value });
  }
  const none = complete<never>();
  return {
    asked,
    peopleBy: () => say('people', given(records.found, none)),
    person: ({ id }) => say(`person ${id}`, records.people?.[id] ?? null),
    company: (id) => say(`company ${id}`, records.companies?.[id] ?? null),
    companiesNamed: (name) => say(`companies ${name}`, given(records.named, none)),
    openDealsOf: () => say('open deals', given(records.open, none)),
    deal: (id) => say(`deal ${id}`, records.deals?.[id] ?? null),
  };
}

function given<T>(list: T | null | undefined, none: T): T | undefined {
  return list === null ? undefined : (list ?? none);
}

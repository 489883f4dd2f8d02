import * as v from 'valibot';
import { recordsEntries, type FoundRecord, type RecordExtras } from '../../../src-shared/crm/records.ts';
import type { CrmPerson } from '../contract.ts';
import type { Print } from '../cache/prints.ts';
import type { FoundKey, FoundRow } from '../cache/rows.ts';

/** What is known of a party in the CRM. Labels, choices and extras are in memory alone. */
export interface Known {
  /** `certain`: who they are. `several`, `none`: the CRM said so. */
  readonly verdict: 'certain' | 'several' | 'none';
  /** Of who they are for certain. */
  readonly person: Pick<CrmPerson, 'id' | 'kind'> | null;
  readonly contact: FoundRecord | null;
  readonly company: { readonly of: Print; readonly found: FoundRecord } | null;
  /** By prints of Allo's ids. */
  readonly deals: ReadonlyMap<Print, FoundRecord>;
  /** Prints of Allo's deals and companies of which the CRM said that it has nothing like them. */
  readonly lacking: ReadonlySet<Print>;
  readonly extras: RecordExtras | null;
  /** Whether the CRM answered all that it was asked. */
  readonly isWhole: boolean;
  /** What of Allo's was matched. */
  readonly who: Print;
  readonly what: Print;
  /** The CRM's ids by which they were looked for in vain. */
  readonly refuted: ReadonlySet<string>;
  /** ms since 1970; when the CRM said so. */
  readonly checkedAt: number;
  /** ms since 1970; null: there is nothing in memory beyond what is kept. */
  readonly saidAt: number | null;
}

/** What is left of it over a restart: ids, and nothing else that a CRM may give for one. Null: who they are is not certain. */
export function rowOf(
  key: FoundKey,
  { person, company, deals, who, what, checkedAt }: Known,
  tail: Print | null,
  seenAt: number,
): FoundRow | null {
  if (person === null || !isId(person.id)) return null;
  const certain = [...deals].flatMap(([of, { record }]) =>
    record === undefined || !isId(record.id) ? [] : [[of, record.id] as const],
  );
  const companyId = company?.found.record?.id ?? '';
  return {
    account: key.account,
    party: key.party,
    tail,
    facts: `${who} ${what}` as Print,
    contact: { id: person.id, kind: person.kind },
    company: company === null || !isId(companyId) ? null : { id: companyId, of: company.of },
    deals: Object.fromEntries(certain),
    seenAt,
    checkedAt,
  };
}

function isId(id: string): boolean {
  return v.is(recordsEntries.contact, { record: { id } });
}

/** What a row says. */
export function knownBy({ contact, company, deals, facts, checkedAt }: FoundRow): Known {
  const [who = '', what = ''] = facts.split(' ', 2);
  return {
    verdict: 'certain',
    person: contact,
    contact: { record: contact },
    company: company === null ? null : { of: company.of, found: { record: { id: company.id } } },
    deals: new Map(Object.entries(deals).map(([of, id]) => [of as Print, { record: { id } }])),
    lacking: new Set(),
    extras: null,
    isWhole: true,
    who: who as Print,
    what: what as Print,
    refuted: new Set(),
    checkedAt,
    saidAt: null,
  };
}

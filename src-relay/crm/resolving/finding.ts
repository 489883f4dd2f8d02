import type { Instant } from '../../../src-shared/brand.ts';
import type { FoundRecord, RecordExtras } from '../../../src-shared/crm/records.ts';
import type { Print, Prints } from '../cache/prints.ts';
import { extrasOf } from '../extras/gathering.ts';
import { foundCompany, foundDeal, foundPerson } from '../matching/choices.ts';
import type { Asked } from './asked.ts';
import { withCompanyNames } from './company-names.ts';
import type { Known } from './known.ts';
import type { Party } from './party.ts';
import { findCompany, findDeals, type WhatOfCompany, type WhatOfDeals, type WhatParts } from './what.ts';
import { findWho, type Who, type WhoParts } from './who.ts';

export interface Search extends Omit<WhoParts, 'facts'>, Omit<WhatParts, 'facts' | 'verdict'> {
  readonly party: Party;
  /** Properties for the card's facts line, as `company.plan`. */
  readonly wanted: readonly string[];
}

/** What the CRM said of a party; a part without an answer is null. */
export interface Findings {
  readonly who: Who | null;
  readonly company: WhatOfCompany | null;
  readonly deals: WhatOfDeals | 'no-answer' | null;
}

/** Asks who somebody is, and then, both at once, for their company and their deals. */
export async function findOut(search: Search, crm: Asked): Promise<Findings> {
  const { facts } = search.party;
  const who = await findWho({ ...search, facts }, crm);
  if (who === null) return { who, company: null, deals: null };
  const parts = { ...search, facts, verdict: who.verdict };
  const [verdict, company, deals] = await Promise.all([
    withCompanyNames(who.verdict, crm),
    findCompany(parts, crm),
    findDeals(parts, crm),
  ]);
  return { who: { ...who, verdict }, company, deals };
}

/** What is known after it. Null: who they are was not said, and nothing is learned. */
export function knownAfter(
  findings: Findings,
  search: Search,
  before: Known | null,
  prints: Prints,
  now: number,
): Known | null {
  const { who, company, deals } = findings;
  const { party, ids } = search;
  if (who === null || who.verdict.kind === 'unknown') return null;
  const { verdict } = who;
  const { facts } = party;
  const lacking = new Set<Print>();
  const person = verdict.kind === 'certain' ? { id: verdict.record.id, kind: verdict.record.kind } : null;
  // What belonged to somebody else is nothing to go by.
  const same = before?.person?.id === person?.id && before?.person?.kind === person?.kind ? before : null;
  const found = new Map<Print, FoundRecord>();
  for (const deal of facts.deals) {
    const key = prints.deal(deal.id);
    const said = deals === null || deals === 'no-answer' ? undefined : deals.verdicts.get(deal.id);
    const record = said === undefined ? (same?.deals.get(key) ?? null) : foundDeal(said, deal);
    if (record !== null) found.set(key, record);
    else if (deals !== 'no-answer') lacking.add(key);
  }
  const companyKey = companyPrint(party, prints);
  const own = company === null ? null : foundCompany(company.verdict, facts);
  const kept = company?.isWhole === false && same?.company?.of === companyKey ? same.company : null;
  if (own === null && kept === null) lacking.add(companyKey);
  return {
    verdict: verdict.kind,
    person,
    contact: foundPerson(verdict, facts),
    company: own === null ? kept : { of: companyKey, found: own },
    deals: found,
    lacking,
    extras: extrasIn(findings, search, same, now),
    isWhole: company?.isWhole !== false && deals !== 'no-answer' && deals?.isWhole !== false,
    who: party.who,
    what: party.what,
    refuted: new Set(ids.map(({ id }) => id)),
    checkedAt: now,
    saidAt: now,
  };
}

/** What else the CRM says; how many share the number is only said when they are looked for. */
function extrasIn(
  { who, company, deals }: Findings,
  { party, wanted, isClosed }: Search,
  before: Known | null,
  now: number,
): RecordExtras | null {
  if (who === null) return null;
  const answered = deals === 'no-answer' ? null : deals;
  const at = new Date(now).toISOString() as Instant;
  const extras = extrasOf({
    facts: party.facts,
    person: who.verdict,
    found: who.found,
    company: company?.verdict.kind === 'certain' ? company.read : null,
    deals: answered?.verdicts ?? new Map(),
    open: answered?.open ?? null,
    wanted,
    isClosed,
    at,
  });
  const sharing = who.found === null ? before?.extras?.sharing : undefined;
  return sharing === undefined ? extras : { at, ...extras, sharing };
}

/** Of Allo's company; one that Allo does not name is the party's. */
export function companyPrint({ facts: { company } }: Pick<Party, 'facts'>, prints: Prints): Print {
  return prints.company(company?.id ?? company?.name ?? '');
}

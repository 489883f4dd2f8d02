import type { CrmCompany, CrmDeal, Listed } from '../contract.ts';
import { matchCompany, needsCompanyByName, type CompanyVerdict } from '../matching/company.ts';
import { matchDeals, type DealVerdict } from '../matching/deals.ts';
import type { AlloFacts } from '../matching/facts.ts';
import type { PersonVerdict } from '../matching/person.ts';
import type { Asked } from './asked.ts';

export interface WhatParts {
  readonly facts: AlloFacts;
  readonly verdict: PersonVerdict;
  /** The CRM's id that Allo's company was found to have before. */
  readonly companyBefore: string | null;
  /** The same for Allo's deals, by Allo's ids. */
  readonly dealsBefore: ReadonlyMap<string, string>;
  /** Whether more than its id and name is wanted of a company. */
  readonly wantsCompany: boolean;
  /** Whether deals are wanted that Allo did not send. */
  readonly wantsDeals: boolean;
  readonly isClosed: (status: string) => boolean;
}

export interface WhatOfCompany {
  readonly verdict: CompanyVerdict;
  /** As it was read, if it was. */
  readonly read: CrmCompany | null;
  /** Every question was answered. */
  readonly isWhole: boolean;
}

export interface WhatOfDeals {
  /** By Allo's ids; one that is missing stays as it was before. */
  readonly verdicts: ReadonlyMap<string, DealVerdict>;
  readonly open: Listed<CrmDeal>;
  readonly isWhole: boolean;
}

/** So many deals are looked at that are not among the open ones any more. */
const MOST_READ = 3;

/** Finds the company, by whom it belongs to, else by its name. @returns null when there is none to look for */
export async function findCompany(parts: WhatParts, crm: Asked): Promise<WhatOfCompany | null> {
  const { facts, verdict, companyBefore } = parts;
  const own = await ownCompany(parts, crm);
  if (own === null && facts.company === null) return null;
  const { owner, read, isWhole } = own ?? { owner: verdict, read: null, isWhole: true };
  const first = matchCompany(facts, owner, null);
  if (!needsCompanyByName(facts, owner)) return { verdict: first, read, isWhole };
  if (companyBefore !== null) {
    const answer = await crm.company(companyBefore);
    if (!answer.isSaid) return { verdict: first, read, isWhole: false };
    if (answer.value !== null) return { verdict: sameAsBefore(answer.value), read: answer.value, isWhole };
  }
  const named = await crm.companiesNamed(facts.company?.name ?? '');
  if (!named.isSaid) return { verdict: first, read, isWhole: false };
  return { verdict: matchCompany(facts, owner, named.value), read, isWhole };
}

interface Owner extends Omit<WhatOfCompany, 'verdict'> {
  /** The person with the company as it was read. */
  readonly owner: PersonVerdict;
}

/** The company of the person who is certain: read, if its name or more of it is wanted; null: they have none. */
async function ownCompany({ verdict, wantsCompany }: WhatParts, crm: Asked): Promise<Owner | null> {
  const person = verdict.kind === 'certain' ? verdict.record : null;
  const company = person?.company ?? null;
  if (person === null || company === null) return null;
  if (company.name !== null && !wantsCompany) return { owner: verdict, read: null, isWhole: true };
  const answer = await crm.company(company.id);
  if (!answer.isSaid) return { owner: verdict, read: null, isWhole: false };
  // Gone, or under the id that it has now.
  const now = answer.value === null ? null : { id: answer.value.id, name: answer.value.name };
  const record = { ...person, company: now };
  return { owner: { kind: 'certain', record, basis: 'id', weighed: [] }, read: answer.value, isWhole: true };
}

function sameAsBefore(record: CrmCompany): CompanyVerdict {
  return { kind: 'certain', record, basis: 'name', weighed: [] };
}

/**
 * Finds the deals of whoever is certain. A pair that was certain before stays one while the CRM has the deal, closed or
 * among theirs, unless another of Allo's is certain to be it, or it is certain to be another.
 * @returns null when there is nobody to ask for, nothing is wanted, or the CRM gave no answer
 */
export async function findDeals(parts: WhatParts, crm: Asked): Promise<WhatOfDeals | 'no-answer' | null> {
  const { facts, verdict, wantsDeals, isClosed } = parts;
  if (verdict.kind !== 'certain' || (facts.deals.length === 0 && !wantsDeals)) return null;
  const person = verdict.record;
  const answer = await crm.openDealsOf({ person, companyId: person.company?.id ?? null });
  if (!answer.isSaid) return 'no-answer';
  const open = answer.value;
  const { kept, unread, isWhole } = await keptPairs(parts, open, crm);
  const all = { items: [...open.items, ...kept.values()], isComplete: open.isComplete };
  const verdicts = new Map(matchDeals(facts.deals, all, isClosed));
  const certain = new Set(
    [...verdicts.values()].flatMap((one) => (one.kind === 'certain' ? [one.record.id] : [])),
  );
  for (const [ours, record] of kept)
    if (verdicts.get(ours)?.kind !== 'certain' && !certain.has(record.id))
      verdicts.set(ours, { kind: 'certain', record, basis: 'title', weighed: [] });
  for (const ours of unread) verdicts.delete(ours);
  return { verdicts, open, isWhole };
}

/** An open one that is not among all open ones is somebody else's by now. */
function isElsewhere({ id, isClosed }: CrmDeal, open: Listed<CrmDeal>): boolean {
  return isClosed === false && open.isComplete && !open.items.some((deal) => deal.id === id);
}

interface KeptPairs {
  /** By Allo's ids: those that the CRM still has. */
  readonly kept: ReadonlyMap<string, CrmDeal>;
  /** Allo's ids of those that it did not say of. */
  readonly unread: readonly string[];
  readonly isWhole: boolean;
}

/** What became of the pairs that were certain before: those that are not among the open deals are read. */
async function keptPairs(
  { facts, dealsBefore }: WhatParts,
  open: Listed<CrmDeal>,
  crm: Asked,
): Promise<KeptPairs> {
  const listed = new Map(open.items.map((deal) => [deal.id, deal]));
  const kept = new Map<string, CrmDeal>();
  const absent: { readonly ours: string; readonly theirs: string }[] = [];
  for (const { id } of facts.deals) {
    const theirs = dealsBefore.get(id);
    const deal = listed.get(theirs ?? '');
    if (deal !== undefined) kept.set(id, deal);
    else if (theirs !== undefined) absent.push({ ours: id, theirs });
  }
  const unread = absent.slice(MOST_READ).map(({ ours }) => ours);
  let isWhole = true;
  await Promise.all(
    absent.slice(0, MOST_READ).map(async ({ ours, theirs }) => {
      const answer = await crm.deal(theirs);
      if (!answer.isSaid) {
        unread.push(ours);
        isWhole = false;
      } else if (answer.value !== null && !isElsewhere(answer.value, open)) kept.set(ours, answer.value);
    }),
  );
  return { kept, unread, isWhole };
}

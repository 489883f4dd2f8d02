import type { Instant } from '../../../src-shared/brand.ts';
import { readCloseDate } from '../../../src-shared/crm/close-date.ts';
import { readCurrency } from '../../../src-shared/crm/currency.ts';
import { isVisible } from '../../../src-shared/format/visible-text.ts';
import { MAX_OTHER_DEALS, type RecordExtras } from '../../../src-shared/crm/records.ts';
import type { CrmCompany, CrmDeal, CrmPerson, Listed } from '../contract.ts';
import { shown } from '../matching/choices.ts';
import type { DealVerdict } from '../matching/deals.ts';
import type { AlloFacts } from '../matching/facts.ts';
import type { PersonVerdict } from '../matching/person.ts';
import { otherDealsIn } from './other-deals.ts';
import { peopleSharing } from './sharing.ts';

/** What the CRM was asked for a call's party, and what came of it. */
export interface Gathered {
  readonly facts: AlloFacts;
  readonly person: PersonVerdict;
  /** Whoever was found by address and number; null: nobody was searched for. */
  readonly found: Listed<CrmPerson> | null;
  /** The company, where it is certain and was read. */
  readonly company: CrmCompany | null;
  /** By Allo's ids. */
  readonly deals: ReadonlyMap<string, DealVerdict>;
  /** Open deals of the person or the company; null: they were not asked for. */
  readonly open: Listed<CrmDeal> | null;
  /** For the facts line: `person.plan`, `company.plan`. */
  readonly wanted: readonly string[];
  readonly isClosed: (status: string) => boolean;
  /** When the CRM said so. */
  readonly at: Instant;
}

/** What the CRM says beyond Allo; null: nothing. Everything in it is a line of plain text that people may see. */
export function extrasOf(gathered: Gathered): RecordExtras | null {
  const { facts, person, found, deals, open, at, isClosed } = gathered;
  const record = person.kind === 'certain' ? person.record : null;
  const owner = shown([record?.owner ?? null]);
  const sharing = found === null ? null : peopleSharing(facts, found);
  const ofDeals = [...deals].flatMap(([id, verdict]) => {
    const said = verdict.kind === 'certain' ? dealFacts(verdict.record) : {};
    return Object.keys(said).length === 0 ? [] : [[id, said] as const];
  });
  const others =
    record === null || open === null ? [] : otherDealsIn(facts.deals, deals, open.items, isClosed);
  const lines = factsOf(gathered, record);
  const extras = {
    ...(owner === null ? {} : { owner }),
    ...(sharing === null ? {} : { sharing }),
    ...(ofDeals.length === 0 ? {} : { deals: Object.fromEntries(ofDeals) }),
    ...(others.length === 0 ? {} : { otherDeals: others.slice(0, MAX_OTHER_DEALS).map(otherDeal) }),
    ...(others.length > MAX_OTHER_DEALS && open?.isComplete === true ? { otherDealsOf: others.length } : {}),
    ...(lines.length === 0 ? {} : { facts: Object.fromEntries(lines) }),
  };
  return Object.keys(extras).length === 0 ? null : { at, ...extras };
}

function dealFacts({ stage, isClosed, owner }: CrmDeal): NonNullable<RecordExtras['deals']>[string] {
  const [shownStage, shownOwner] = [shown([stage]), shown([owner])];
  return {
    ...(shownStage === null ? {} : { stage: shownStage }),
    ...(isClosed === null ? {} : { isClosed }),
    ...(shownOwner === null ? {} : { owner: shownOwner }),
  };
}

function otherDeal(deal: CrmDeal): NonNullable<RecordExtras['otherDeals']>[number] {
  const { id, amount } = deal;
  const stage = shown([deal.stage]);
  const { currency } = readCurrency(deal.currency);
  const closeDate = readCloseDate(deal.closeDate);
  return {
    id,
    label: shown([deal.title]) ?? `#${id}`,
    ...(stage === null ? {} : { stage }),
    ...(amount === null || !Number.isFinite(amount) ? {} : { amount }),
    ...(currency === null ? {} : { currency }),
    ...(closeDate === null ? {} : { closeDate }),
  };
}

/** What Allo says itself is not said again. */
function factsOf({ facts, company, wanted }: Gathered, record: CrmPerson | null): [string, string][] {
  return [...new Set(wanted)].flatMap((from): [string, string][] => {
    const dot = from.indexOf('.');
    const name = from.slice(dot + 1);
    const isOfPerson = from.slice(0, dot) === 'person';
    if (isSaid(own((isOfPerson ? facts.person : facts.company)?.properties, name))) return [];
    const value = own((isOfPerson ? record : company)?.properties, name);
    const line = typeof value === 'string' ? shown([value]) : null;
    return line === null ? [] : [[from, line]];
  });
}

function isSaid(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'string') return isVisible(value);
  return Array.isArray(value) ? value.some(isSaid) : true;
}

function own(record: Readonly<Record<string, unknown>> | undefined, name: string): unknown {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

import { readCloseDate } from '../crm/close-date.ts';
import { areOf } from '../crm/account.ts';
import type { Crm } from '../crm/config.ts';
import { linkById } from '../crm/links.ts';
import type { Offered } from '../crm/offer.ts';
import { visibleName } from '../format/visible-text.ts';
import { MAX_LABEL_CHARS, type RecordExtras, type Records } from '../crm/records.ts';
import type { CrmExtras, DealInCrm, DealModel, Offer, OtherDeal } from './model.ts';

/** When: by this machine's clock and, where it is known, by the relay's, in ms. */
export interface Moment {
  readonly now: number;
  readonly relayNow: number | null;
}

/** What a link says beyond where it leads. @param name what the card calls whatever it leads to */
export function offerModel(offered: Offered | null, name: string | null): Offer | null {
  if (offered === null) return null;
  const { certain, choices, more, chosen } = offered;
  // Whom an agent chose once is said as well: they may not be who is meant today.
  const label = textOf(certain?.label ?? choices.find(({ id }) => id === chosen)?.label);
  const opens = label === name ? null : label;
  if (opens === null && choices.length === 0) return null;
  return {
    opens,
    more,
    choices: choices.map(({ id, label: called, hint }) => ({
      id,
      label: textOf(called) ?? id,
      hint: textOf(hint),
      isChosen: id === chosen,
    })),
  };
}

/** What the CRM says beyond Allo, as a card has it; null: it said nothing. */
export function extrasOf(crm: Crm | null, records: Records | null, moment: Moment): CrmExtras | null {
  const extras = ofThis(crm, records);
  if (extras === null || crm === null) return null;
  const { owner, sharing = null, otherDeals = [], otherDealsOf = 0 } = extras;
  const listed = otherDeals.map((deal) => otherDeal(crm, deal));
  return {
    at: hereAt(extras.at, moment),
    owner: textOf(owner),
    sharing,
    otherDeals: listed,
    moreDeals: Math.max(0, otherDealsOf - listed.length),
  };
}

/** What the CRM says of one of Allo's deals; null: nothing that Allo does not say. */
export function dealInCrm(
  crm: Crm | null,
  records: Records | null,
  { id, stage: written }: Pick<DealModel, 'id' | 'stage'>,
): DealInCrm | null {
  const deals = ofThis(crm, records)?.deals ?? {};
  const said = Object.hasOwn(deals, id) ? deals[id] : undefined;
  if (said === undefined) return null;
  const stage = textOf(said.stage);
  const isSame = stage?.toLowerCase() === written?.trim().toLowerCase();
  const made = { stage: isSame ? null : stage, isClosed: said.isClosed === true, owner: textOf(said.owner) };
  return made.stage === null && !made.isClosed && made.owner === null ? null : made;
}

/** The page of a deal that Allo did not send; null: the CRM names none of that id. */
export function pageOfOtherDeal(crm: Crm | null, records: Records | null, id: string): string | null {
  const isOne = ofThis(crm, records)?.otherDeals?.some((deal) => deal.id === id) === true;
  return crm === null || !isOne ? null : (linkById(crm, 'deal', { id })?.url ?? null);
}

/** What was said of another CRM is of no use. */
function ofThis(crm: Crm | null, records: Records | null): RecordExtras | null {
  return areOf(crm, records) ? (records.extras ?? null) : null;
}

function otherDeal(crm: Crm, deal: NonNullable<RecordExtras['otherDeals']>[number]): OtherDeal {
  const { id, label, stage, amount, currency = null, closeDate } = deal;
  return {
    id,
    name: textOf(label) ?? id,
    stage: textOf(stage),
    value: amount === undefined ? null : { amount, currency },
    closeDate: readCloseDate(closeDate ?? null),
    isLinked: linkById(crm, 'deal', { id }) !== null,
  };
}

/** Never later than now: a clock that is wrong must not tell of what is to come. */
function hereAt(at: string, { now, relayNow }: Moment): number {
  const age = (relayNow ?? now) - Date.parse(at);
  return now - Math.max(0, age);
}

/** On one line, with nothing in it that steers who shows it. */
function textOf(text: string | undefined): string | null {
  return text === undefined ? null : visibleName(text, MAX_LABEL_CHARS);
}

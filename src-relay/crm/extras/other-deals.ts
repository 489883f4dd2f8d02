import type { Deal } from '../../../src-shared/allo/parties.ts';
import { readCloseDate } from '../../../src-shared/crm/close-date.ts';
import type { CrmDeal } from '../contract.ts';
import { isContradicted, readOurs, readTheirs, weighDeal, type DealWeight } from '../matching/deal-weight.ts';
import { distinctDeals, type DealVerdict } from '../matching/deals.ts';
import { byText } from '../matching/verdict.ts';

/**
 * Open deals of the CRM that Allo did not send, those that close soonest first: none that is one of Allo's, and none that
 * may be.
 */
export function otherDealsIn(
  deals: readonly Deal[],
  verdicts: ReadonlyMap<string, DealVerdict>,
  open: readonly CrmDeal[],
  isClosed: (status: string) => boolean,
): readonly CrmDeal[] {
  const taken = new Set([...verdicts.values()].flatMap(idsIn));
  const unpaired = deals
    .filter(({ id }) => verdicts.get(id)?.kind !== 'certain')
    .map((deal) => readOurs(deal, isClosed));
  return distinctDeals(open)
    .filter((deal) => {
      if (deal.isClosed === true || taken.has(deal.id)) return false;
      const reading = readTheirs(deal);
      return !unpaired.some((ours) => mayBeIt(weighDeal(ours, reading)));
    })
    .sort(
      (a, b) =>
        byText(readCloseDate(a.closeDate) ?? '9999', readCloseDate(b.closeDate) ?? '9999') ||
        amountOf(b) - amountOf(a) ||
        byText(a.title ?? '', b.title ?? '') ||
        byText(a.id, b.id),
    );
}

function idsIn(verdict: DealVerdict): readonly string[] {
  switch (verdict.kind) {
    case 'certain':
      return [verdict.record.id];
    case 'several':
      return verdict.candidates.map(({ id }) => id);
    case 'none':
    case 'unknown':
      return [];
  }
}

/** Looser than what is offered to choose from: a deal may have got another title since. */
function mayBeIt(weight: DealWeight): boolean {
  if (weight.title === 'same') return true;
  if (isContradicted(weight)) return false;
  return weight.title === 'unsaid' || (weight.amount === 'same' && weight.closeDate === 'same');
}

/** What has no amount comes last. */
function amountOf({ amount }: CrmDeal): number {
  return amount === null || !Number.isFinite(amount) ? -Number.MAX_VALUE : amount;
}

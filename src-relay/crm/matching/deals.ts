import type { Deal } from '../../../src-shared/allo/parties.ts';
import { isClosedStatus } from '../../../src-shared/crm/closed.ts';
import type { CrmDeal, Listed } from '../contract.ts';
import {
  isContradicted,
  readOurs,
  readTheirs,
  weighDeal,
  type DealReading,
  type DealWeight,
} from './deal-weight.ts';
import { byText, type Verdict, type Weighed } from './verdict.ts';

export type DealBasis =
  /** Nobody else has the title, here or there, and nothing speaks against it. */
  | 'title'
  /** Of several with the title, the only one of this amount and close date. */
  | 'amount-and-date-of-several';

export type DealDoubt =
  | 'cut'
  /** The title is the same; the amount, the currency, the close date or whether it is closed is not. */
  | 'contradicted'
  /** Several have the title. */
  | 'shared'
  /** Another title, and all the rest the same. */
  | 'other-title';

export type DealVerdict = Verdict<CrmDeal, DealBasis, DealDoubt, DealWeight>;

/**
 * Which deals of the CRM Allo's are, by Allo's ids: each of the CRM's is one of Allo's at most.
 * @param found the open deals of a person or company that is certain; null: nobody is
 * @param isClosed whether a stage of Allo's is one of closed deals: the team's own list, else the built-in rule
 */
export function matchDeals(
  deals: readonly Deal[],
  found: Listed<CrmDeal> | null,
  isClosed: (status: string) => boolean = isClosedStatus,
): ReadonlyMap<string, DealVerdict> {
  const ours = [...new Map(deals.map((deal) => [deal.id, deal])).values()];
  if (found === null)
    return new Map(ours.map(({ id }) => [id, { kind: 'unknown', why: 'not-asked', weighed: [] }]));
  const theirs = distinctDeals(found.items).map((item) => ({ item, reading: readTheirs(item) }));
  const pairs = ours.map((deal) => {
    const reading = readOurs(deal, isClosed);
    const weighed = theirs.map((one) => ({ ...one, weight: weighDeal(reading, one.reading) })).sort(byWeight);
    return { deal, reading, weighed };
  });
  const certain = found.isComplete ? certainPairs(pairs) : new Map<string, Pair>();
  const taken = new Set([...certain.values()].map(({ item }) => item.id));
  return new Map(
    pairs.map(({ deal, weighed }) => {
      const pair = certain.get(deal.id);
      const verdict: DealVerdict =
        pair === undefined
          ? doubtful(weighed, taken, found.isComplete)
          : { kind: 'certain', record: pair.item, basis: pair.basis, weighed: alike(weighed) };
      return [deal.id, verdict];
    }),
  );
}

interface One extends Weighed<CrmDeal, DealWeight> {
  readonly reading: DealReading;
}

interface Ours {
  readonly deal: Deal;
  readonly reading: DealReading;
  /** All of the CRM's, the likeliest first. */
  readonly weighed: readonly One[];
}

interface Pair {
  readonly item: CrmDeal;
  readonly basis: DealBasis;
}

/** By Allo's ids. A title that only one deal has on either side is enough; else it takes the amount and the date. */
function certainPairs(all: readonly Ours[]): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const { deal, reading, weighed } of all) {
    const namesakes = weighed.filter(({ weight }) => weight.title === 'same');
    const [best, ...others] = namesakes.filter(({ weight }) => !isContradicted(weight));
    if (best === undefined || others.length > 0) continue;
    const rivals = all.filter((other) => other.deal !== deal && other.reading.title === reading.title);
    if (rivals.length === 0 && namesakes.length === 1)
      pairs.set(deal.id, { item: best.item, basis: 'title' });
    else if (
      best.weight.amount === 'same' &&
      best.weight.closeDate === 'same' &&
      rivals.every((rival) => isContradicted(weighDeal(rival.reading, best.reading)))
    )
      pairs.set(deal.id, { item: best.item, basis: 'amount-and-date-of-several' });
  }
  return pairs;
}

function doubtful(all: readonly One[], taken: ReadonlySet<string>, isComplete: boolean): DealVerdict {
  const weighed = alike(all);
  const free = weighed.filter(({ item }) => !taken.has(item.id));
  const namesakes = free.filter(({ weight }) => weight.title === 'same');
  const fitting = namesakes.filter(({ weight }) => !isContradicted(weight));
  const offered = [fitting, namesakes, free].find((some) => some.length > 0);
  if (offered === undefined)
    return isComplete ? { kind: 'none', weighed } : { kind: 'unknown', why: 'cut', weighed };
  return { kind: 'several', candidates: offered.map(({ item }) => item), doubt: doubtOf(), weighed };

  function doubtOf(): DealDoubt {
    if (!isComplete) return 'cut';
    if (namesakes.length === 0) return 'other-title';
    return fitting.length === 0 ? 'contradicted' : 'shared';
  }
}

function alike(all: readonly One[]): readonly Weighed<CrmDeal, DealWeight>[] {
  return all.filter(({ weight }) => isAlike(weight)).map(({ item, weight }) => ({ item, weight }));
}

/** The same title, or all the rest. */
function isAlike(weight: DealWeight): boolean {
  const { title, amount, currency, closeDate, stage } = weight;
  if (title === 'same') return true;
  return (
    !isContradicted(weight) &&
    amount === 'same' &&
    currency === 'same' &&
    closeDate === 'same' &&
    stage === 'same'
  );
}

/** One that is listed twice is one. */
export function distinctDeals(deals: readonly CrmDeal[]): readonly CrmDeal[] {
  const sorted = [...deals].sort((a, b) => byText(JSON.stringify(a), JSON.stringify(b)));
  return [...new Map(sorted.map((deal) => [deal.id, deal])).values()];
}

function byWeight(a: One, b: One): number {
  return (
    Number(isContradicted(a.weight)) - Number(isContradicted(b.weight)) ||
    agreements(b.weight) - agreements(a.weight) ||
    byText(a.item.title ?? '', b.item.title ?? '') ||
    byText(a.item.id, b.item.id)
  );
}

/** For the order alone: nothing is certain by it. */
function agreements(weight: DealWeight): number {
  return Object.values(weight).filter((agreement) => agreement === 'same').length;
}

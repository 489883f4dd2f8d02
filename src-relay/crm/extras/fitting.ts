import type { FoundRecord, RecordExtras, Records } from '../../../src-shared/crm/records.ts';

/** The same with so many of something that it has several of. */
interface Cut {
  readonly count: (records: Records) => number;
  readonly keep: (records: Records, count: number) => Records;
}

/**
 * Records that are no longer than so many bytes as JSON. What is least missed goes first, and of a list its end: other deals,
 * what the CRM says of deals, whatever else it says beyond Allo, what there is to choose from for deals, then the last deals.
 * Contact and company are never touched: they take 9 KiB at most.
 */
export function withinBytes(records: Records, most: number): Records {
  let cut = records;
  for (const { count, keep } of CUTS) {
    if (bytesOf(cut) <= most) return cut;
    const whole = cut;
    let [fits, tooMany] = [0, count(whole)];
    while (tooMany - fits > 1) {
      const half = Math.floor((fits + tooMany) / 2);
      if (bytesOf(keep(whole, half)) <= most) fits = half;
      else tooMany = half;
    }
    cut = keep(whole, fits);
  }
  return cut;
}

const CUTS: readonly Cut[] = [
  {
    count: ({ extras }) => extras?.otherDeals?.length ?? 0,
    keep: (records, count) =>
      withExtras(records, ({ otherDeals = [], otherDealsOf = otherDeals.length, ...extras }) => ({
        ...extras,
        ...(count === 0 ? {} : { otherDeals: otherDeals.slice(0, count), otherDealsOf }),
      })),
  },
  {
    count: ({ extras }) => Object.keys(extras?.deals ?? {}).length,
    keep: (records, count) =>
      withExtras(records, ({ deals, ...extras }) => ({ ...extras, ...someOf('deals', deals, count) })),
  },
  {
    count: ({ extras }) => (extras === undefined ? 0 : 1),
    keep: (records) => {
      const { extras: _, ...rest } = records;
      return rest;
    },
  },
  {
    count: ({ deals }) => Object.values(deals ?? {}).filter(isChoice).length,
    keep: ({ deals = {}, ...records }, count) => {
      const choices = Object.keys(deals).filter((id) => isChoice(deals[id]));
      const dropped = new Set(choices.slice(count));
      const kept = Object.fromEntries(Object.entries(deals).filter(([id]) => !dropped.has(id)));
      return { ...records, ...someOf('deals', kept, Infinity) };
    },
  },
  {
    count: ({ deals }) => Object.keys(deals ?? {}).length,
    keep: ({ deals, ...records }, count) => ({ ...records, ...someOf('deals', deals, count) }),
  },
];

function withExtras(records: Records, change: (extras: RecordExtras) => RecordExtras): Records {
  const { extras, ...rest } = records;
  if (extras === undefined) return records;
  const changed = change(extras);
  const { at: _, ...said } = changed;
  return Object.keys(said).length === 0 ? rest : { ...rest, extras: changed };
}

function isChoice(found: FoundRecord | undefined): boolean {
  return found?.record === undefined;
}

function someOf<Key extends string, Item>(
  key: Key,
  items: Readonly<Record<string, Item>> | undefined,
  count: number,
): Partial<Record<Key, Record<string, Item>>> {
  const kept = Object.entries(items ?? {}).slice(0, count);
  return kept.length === 0 ? {} : ({ [key]: Object.fromEntries(kept) } as Record<Key, Record<string, Item>>);
}

function bytesOf(records: Records): number {
  return Buffer.byteLength(JSON.stringify(records));
}

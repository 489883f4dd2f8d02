import { isMissedCall } from '../calls/phase.ts';
import type { HistoryRow } from './rows.ts';

/** What the list can be narrowed to. */
export const FILTERS = ['missed', 'voicemail', 'outbound', 'deal', 'mine'] as const;
export type Filter = (typeof FILTERS)[number];

const IS: Readonly<Record<Filter, (row: HistoryRow) => boolean>> = {
  missed: isMissed,
  voicemail: (row) => isMissedCall(row.phase, row) && row.phase === 'voicemail',
  outbound: (row) => row.direction === 'outbound',
  deal: (row) => row.hasDeal,
  mine: (row) => row.mine,
};
/** How a call ended: it can have only one of these, so they widen each other. */
const ENDINGS: ReadonlySet<Filter> = new Set(['missed', 'voicemail']);

/** A caller whom nobody answered and who left no message: those are listed for themselves. */
export function isMissed(row: HistoryRow): boolean {
  return isMissedCall(row.phase, row) && row.phase !== 'voicemail';
}

/** The calls that pass: every filter, but of "missed" and "voicemail" either. */
export function filterCalls(
  rows: readonly HistoryRow[],
  filters: ReadonlySet<Filter>,
): readonly HistoryRow[] {
  return filters.size === 0 ? rows : rows.filter((row) => passes(row, filters));
}

/** How many of `rows` each filter would show if it were on, beside those that are and that it does not widen. */
export function countFilters(
  rows: readonly HistoryRow[],
  filters: ReadonlySet<Filter>,
): Readonly<Record<Filter, number>> {
  const counts = { missed: 0, voicemail: 0, outbound: 0, deal: 0, mine: 0 };
  const beside = FILTERS.map((filter) => ({ filter, others: othersOf(filter, filters) }));
  for (const row of rows)
    for (const { filter, others } of beside) if (IS[filter](row) && passes(row, others)) counts[filter] += 1;
  return counts;
}

function passes(row: HistoryRow, filters: ReadonlySet<Filter>): boolean {
  let ending: boolean | null = null;
  for (const filter of filters) {
    const is = IS[filter](row);
    if (ENDINGS.has(filter)) ending = ending === true || is;
    else if (!is) return false;
  }
  return ending !== false;
}

function othersOf(filter: Filter, filters: ReadonlySet<Filter>): ReadonlySet<Filter> {
  return new Set([...filters].filter((other) => !(ENDINGS.has(filter) && ENDINGS.has(other))));
}

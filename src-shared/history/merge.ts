import type { CallKey } from '../brand.ts';
import type { HistoryRow } from './rows.ts';

/**
 * The rows with `changed` put in their places and `gone` taken out, newest first. Of two rows of one call the changed
 * one stays; untouched rows stay the very same.
 */
export function mergeRows(
  rows: readonly HistoryRow[],
  changed: readonly HistoryRow[],
  gone: readonly CallKey[] = [],
): readonly HistoryRow[] {
  if (changed.length === 0 && gone.length === 0) return rows;
  const latest = new Map(changed.map((row) => [row.key, row]));
  const out = new Set<CallKey>(gone);
  const kept = rows.filter(({ key }) => !latest.has(key) && !out.has(key));
  const fresh = [...latest.values()].filter(({ key }) => !out.has(key)).sort(byNewest);
  const merged: HistoryRow[] = [];
  let at = 0;
  for (const row of kept) {
    for (let next = fresh[at]; next !== undefined && byNewest(next, row) < 0; next = fresh[at]) {
      merged.push(next);
      at += 1;
    }
    merged.push(row);
  }
  return [...merged, ...fresh.slice(at)];
}

/** Newest first; calls of one moment in an order of their own, always the same. */
export function byNewest(a: HistoryRow, b: HistoryRow): number {
  return b.startedAt - a.startedAt || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

import type { WebhookId } from '../brand.ts';
import type { TextRow } from './rows.ts';

/**
 * The texts with `changed` put in their places and `gone` taken out, newest first. Of two rows of one text the changed
 * one stays; untouched rows stay the very same.
 */
export function mergeTexts(
  rows: readonly TextRow[],
  changed: readonly TextRow[],
  gone: readonly WebhookId[] = [],
): readonly TextRow[] {
  if (changed.length === 0 && gone.length === 0) return rows;
  const latest = new Map(changed.map((row) => [row.id, row]));
  for (const id of gone) latest.delete(id);
  const out = new Set(gone);
  const kept = rows.filter(({ id }) => !latest.has(id) && !out.has(id));
  return [...kept, ...latest.values()].sort(byNewest);
}

/** Newest first; texts of one moment in an order of their own, always the same. */
export function byNewest(a: TextRow, b: TextRow): number {
  return b.at - a.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

import type { E164 } from '../brand.ts';

/** Where a number is at home, as far as it tells. */
export interface Place {
  /** City or region. */
  readonly name: string | null;
  /** IANA time zone; null when the number may be in several that differ. */
  readonly timeZone: string | null;
}

export const NOWHERE: Place = { name: null, timeZone: null };

/** Finds a number's place, in the reader's language. */
export type PlaceLookup = (number: E164) => Place;

/**
 * The entry of the longest prefix that a number begins with. `table` has a line for each stretch of numbers, in the
 * order of their digits as text: where it begins, a tab, what holds from there until the next line (nothing: unknown).
 * @returns what follows the tab; null when nothing is known
 */
export function entryFor(digits: string, table: string): string | null {
  let [low, high] = [0, table.length];
  // The line that starts at `low` never begins above the number, the one at `high` always does.
  while (low < high) {
    const middle = lineStart(table, low + Math.floor((high - low) / 2));
    const next = lineEnd(table, middle) + 1;
    if (beginningOf(table, middle) <= digits) {
      if (next >= high) return entryAt(table, middle);
      if (beginningOf(table, next) > digits) return entryAt(table, middle);
      low = next;
    } else high = middle;
  }
  return null;
}

function lineStart(table: string, at: number): number {
  return at === 0 ? 0 : table.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(table: string, from: number): number {
  const end = table.indexOf('\n', from);
  return end === -1 ? table.length : end;
}

function beginningOf(table: string, start: number): string {
  return table.slice(start, table.indexOf('\t', start));
}

function entryAt(table: string, start: number): string | null {
  const entry = table.slice(table.indexOf('\t', start) + 1, lineEnd(table, start));
  return entry === '' ? null : entry;
}

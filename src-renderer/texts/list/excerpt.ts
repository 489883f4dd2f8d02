import { findIn } from '../../../src-shared/history/marks.ts';
import type { Search } from '../../../src-shared/history/search.ts';

/** So much stands before the first thing that was found. */
const BEFORE = 24;
const MOST = 160;

/** A line of a text for a list: its beginning, or from shortly before what the search found in it. */
export function excerptOf(text: string, search: Search): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const [first] = search.length === 0 ? [] : findIn(line, search);
  const from = first === undefined || first[0] <= BEFORE * 2 ? 0 : first[0] - BEFORE;
  const part = Array.from(line.slice(from, from + 2 * MOST))
    .slice(0, MOST)
    .join('');
  return `${from === 0 ? '' : '…'}${part}${from + part.length < line.length ? '…' : ''}`;
}

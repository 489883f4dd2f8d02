import { countFilters, filterCalls } from '../../src-shared/history/filters.ts';
import { layOut } from '../../src-shared/history/layout.ts';
import type { HistoryRow } from '../../src-shared/history/rows.ts';
import { prepareSearch, readSearch, searchCalls } from '../../src-shared/history/search.ts';
import { manyRows } from '../../test/fixtures/history.ts';
import { row } from './percentiles.ts';

const CALLS = 10_000;
const CHARS = 3_000;
/** A rare word, a common one with a slip, three words, a number, a name and a company, nonsense. */
const TYPED = [
  'hippopotamus',
  'tomorrow morninh',
  'renewal contract hip',
  '06 39 98 1',
  'lefevre globex',
  'equilibrium',
];

/**
 * What one more letter costs in the history: the search, the filters' counts and the list by day, over 10,000 calls
 * with 3 kB of searchable text each, in time of the processor. The floor looks through every text for what is typed, and makes no list.
 */
export async function benchSearch(): Promise<void> {
  const rows = manyRows(CALLS, CHARS, Date.now());
  const began = process.threadCpuUsage();
  prepareSearch(rows);
  const prepared = msSince(began);
  // Once for the compiler.
  for (const measure of [letters, floorLetters]) measure(rows);
  console.log(`search: ${CALLS} calls of ${CHARS} characters, made ready once in ${prepared.toFixed(0)} ms`);
  console.log('| one more letter | p50 | p95 | max |\n| --- | --- | --- | --- |');
  console.log(row('floor: `includes` over everything', floorLetters(rows)));
  console.log(row('search, counts and list', letters(rows)));
}

function letters(rows: readonly HistoryRow[]): number[] {
  return TYPED.flatMap((text) => {
    let last = searchCalls(rows, []);
    return Array.from(text, (_, n) => {
      const began = process.threadCpuUsage();
      last = searchCalls(rows, readSearch(text.slice(0, n + 1)), last);
      countFilters(last.found, new Set());
      layOut(filterCalls(last.found, new Set()), new Set());
      return msSince(began);
    });
  });
}

function floorLetters(rows: readonly HistoryRow[]): number[] {
  return TYPED.flatMap((text) =>
    Array.from(text, (_, n) => {
      const typed = text.slice(0, n + 1);
      const began = process.threadCpuUsage();
      rows.filter(({ haystack }) => haystack.includes(typed));
      return msSince(began);
    }),
  );
}

function msSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(began);
  return (user + system) / 1000;
}

import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { countFilters, filterCalls, type Filter } from '../../src-shared/history/filters.ts';
import { layOut, type HistoryItem } from '../../src-shared/history/layout.ts';
import { readSearch, searchCalls, type Found, type Search } from '../../src-shared/history/search.ts';
import type { HistoryRow } from '../../src-shared/history/rows.ts';
import type { CallsStore } from '../feeds/calls-store.ts';

/** What the list shows of the history. */
export interface FoundCalls {
  readonly search: Search;
  readonly items: readonly HistoryItem[];
  /** Calls, folded ones too. */
  readonly count: number;
  readonly counts: Readonly<Record<Filter, number>>;
}

/** The calls that pass the search and the filters, laid out. Every letter goes on from what the last one found. */
export function useFound(store: CallsStore): FoundCalls {
  const { rows, typed, filters, openSeries } = useStore(store);
  const [find] = useState(createFinder);
  const search = useMemo(() => readSearch(typed), [typed]);
  const found = useMemo(() => find(rows, search), [find, rows, search]);
  const passed = useMemo(() => filterCalls(found, filters), [filters, found]);
  const counts = useMemo(() => countFilters(found, filters), [filters, found]);
  const items = useMemo(() => layOut(passed, openSeries), [openSeries, passed]);
  return { search, items, count: passed.length, counts };
}

/** Remembers the last find, for the next one to go on from. */
function createFinder(): (rows: readonly HistoryRow[], search: Search) => readonly HistoryRow[] {
  let last: Found | null = null;
  return (rows, search) => {
    last = searchCalls(rows, search, last);
    return last.found;
  };
}

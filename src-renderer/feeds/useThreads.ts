import { useMemo } from 'react';
import { useStore } from 'zustand';
import { readSearch, type Search } from '../../src-shared/history/search.ts';
import { findThreads, type FoundThread } from '../../src-shared/texts/find.ts';
import { threadsOf, type Thread } from '../../src-shared/texts/threads.ts';
import type { TextsStore } from './texts-store.ts';

/** What the room shows of the texts. */
export interface FoundTexts {
  readonly search: Search;
  readonly items: readonly FoundThread[];
  /** Texts that the search found, in all threads. */
  readonly count: number;
  /** The thread that is chosen, found or not; null: none, or it is not kept any more. */
  readonly active: Thread | null;
}

export function useThreads(store: TextsStore): FoundTexts {
  const { rows, typed, active } = useStore(store);
  const threads = useMemo(() => threadsOf(rows), [rows]);
  const search = useMemo(() => readSearch(typed), [typed]);
  const items = useMemo(() => findThreads(threads, search), [threads, search]);
  const count = useMemo(() => items.reduce((sum, { hits }) => sum + hits.length, 0), [items]);
  const chosen = useMemo(
    () => threads.find(({ texts }) => texts.some(({ id }) => id === active)) ?? null,
    [threads, active],
  );
  return { search, items, count, active: chosen };
}

/** How many texts a search in another room finds; 0 without a search. */
export function useTextCount(store: TextsStore, search: Search): number {
  const rows = useStore(store, (state) => state.rows);
  const threads = useMemo(() => threadsOf(rows), [rows]);
  return useMemo(
    () =>
      search.length === 0 ? 0 : findThreads(threads, search).reduce((sum, { hits }) => sum + hits.length, 0),
    [threads, search],
  );
}

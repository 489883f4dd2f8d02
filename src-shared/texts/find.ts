import type { Search } from '../history/search.ts';
import type { TextRow } from './rows.ts';
import type { Thread } from './threads.ts';

/** A thread, and what a search found in it. */
export interface FoundThread {
  readonly thread: Thread;
  /** Newest first; without a search, all of its texts. */
  readonly hits: readonly TextRow[];
  /** The newest of them. */
  readonly shown: TextRow;
}

/** The threads that have a text with every term of the search, the one with the newest such text first. */
export function findThreads(threads: readonly Thread[], search: Search): readonly FoundThread[] {
  if (search.length === 0)
    return threads.map((thread) => ({ thread, hits: thread.texts, shown: thread.newest }));
  const found = threads.flatMap((thread): FoundThread[] => {
    const hits = thread.texts.filter((row) => hasAll(row, search));
    const [shown] = hits;
    return shown === undefined ? [] : [{ thread, hits, shown }];
  });
  return found.sort((a, b) => b.shown.at - a.shown.at);
}

/** Whether a text has every term. */
export function hasAll({ haystack }: TextRow, search: Search): boolean {
  return search.every(({ spellings }) => spellings.some((spelling) => haystack.includes(spelling)));
}

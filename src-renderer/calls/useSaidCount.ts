import { useEffect } from 'react';
import type { Search } from '../../src-shared/history/search.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';

/** Typing pauses for so long before a screen reader is told. */
const PAUSE_MS = 700;

/** Has a screen reader say how many a search found, once the typing pauses. */
export function useSaidCount(search: Search, count: number, found: (count: number) => string): void {
  const { language, say } = useSurroundings();
  const text = search.length === 0 ? null : count === 0 ? language.words.history.nothingFound : found(count);
  useEffect(() => {
    if (text === null) return undefined;
    const timer = setTimeout(() => say(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [say, text]);
}

import { useEffect } from 'react';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import type { FoundCalls } from './useFound.ts';

/** Typing pauses for so long before a screen reader is told. */
const PAUSE_MS = 700;

/** Has a screen reader say how many calls a search found, once the typing pauses. */
export function useSaidCount({ search, count }: FoundCalls): void {
  const { language, say } = useSurroundings();
  const text =
    search.length === 0
      ? null
      : count === 0
        ? language.words.history.nothingFound
        : language.words.history.callsFound(count);
  useEffect(() => {
    if (text === null) return undefined;
    const timer = setTimeout(() => say(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [say, text]);
}

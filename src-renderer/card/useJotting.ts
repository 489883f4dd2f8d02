import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNote, type Note } from './useNote.ts';

export interface Jotting {
  readonly note: Note;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** The field is there: there are words, or the agent asked for it. */
  readonly isOpen: boolean;
  readonly start: () => void;
  readonly reach: () => void;
  readonly leave: () => void;
}

/** The note of a card: out of the way until there is one, or the agent wants one. */
export function useJotting(card: CardModel): Jotting {
  const { bridge } = useSurroundings();
  const note = useNote(card.key, card.note);
  const field = useRef<HTMLTextAreaElement>(null);
  const [started, setStarted] = useState(0);
  const [wanted, setWanted] = useState(false);

  const start = useCallback(() => {
    setWanted(true);
    setStarted((count) => count + 1);
  }, []);
  // Words need the keyboard, which a card has only once somebody has asked for it.
  const reach = useCallback(() => void bridge.request('pop:summon').catch(reportError), [bridge]);
  useEffect(() => {
    if (started === 0) return;
    reach();
    field.current?.focus();
  }, [reach, started]);

  return {
    note,
    field,
    isOpen: wanted || note.text !== '',
    start,
    reach,
    leave: useCallback(() => setWanted(false), []),
  };
}

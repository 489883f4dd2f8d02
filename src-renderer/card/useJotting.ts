import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNote, type Note } from './useNote.ts';

export interface Jotting {
  readonly note: Note;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** The field is there: there are words, or the agent asked for it. */
  readonly isOpen: boolean;
  /** The agent is at it: the field must not go. */
  readonly isWriting: boolean;
  readonly start: () => void;
  readonly reach: () => void;
  readonly leave: () => void;
}

/** The note of a card: out of the way until there is one, or the agent wants one. */
export function useJotting(card: CardModel, onWrite?: () => void): Jotting {
  const { bridge } = useSurroundings();
  const note = useNote(card.key, card.note);
  const field = useRef<HTMLTextAreaElement>(null);
  const [started, setStarted] = useState(0);
  const [wanted, setWanted] = useState(false);

  // Words need the keyboard, which a card has only once somebody has asked for it.
  const askForKeys = useCallback(() => {
    onWrite?.();
    bridge.request('pop:summon').catch(reportError);
  }, [bridge, onWrite]);
  const start = useCallback(() => {
    setWanted(true);
    setStarted((count) => count + 1);
  }, []);
  const reach = useCallback(() => {
    setWanted(true);
    askForKeys();
  }, [askForKeys]);
  useEffect(() => {
    if (started === 0) return;
    askForKeys();
    field.current?.focus();
  }, [askForKeys, started]);

  return {
    note,
    field,
    isOpen: wanted || note.text !== '',
    isWriting: wanted,
    start,
    reach,
    leave: useCallback(() => setWanted(false), []),
  };
}

import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallKey } from '../../src-shared/brand.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';

/** Where the words on screen are: as main has them, on their way, kept, or only here. */
export type NoteState = 'same' | 'saving' | 'saved' | 'failed';

export interface Note {
  readonly text: string;
  readonly state: NoteState;
  readonly write: (text: string) => void;
  /** Keeps what is not kept yet, without waiting. */
  readonly flush: () => void;
}

/** Typing pauses for so long before it is kept. */
const PAUSE_MS = 500;

/**
 * What the agent jots down about a call. It is kept whenever typing pauses, and what main says never overwrites words
 * that are not kept yet.
 */
export function useNote(key: CallKey, kept: string): Note {
  const { bridge } = useSurroundings();
  const [draft, setDraft] = useState<string | null>(null);
  const [state, setState] = useState<NoteState>('same');
  const unsaved = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const text = unsaved.current;
    if (text === null) return;
    unsaved.current = null;
    setState('saving');
    const keep = async () => {
      const kept = await bridge.request('card:note', { key, text }).catch((error: unknown) => {
        reportError(error);
        return { ok: false } as const;
      });
      // Newer words are on their way, or wait for theirs.
      if (unsaved.current !== null) return;
      if (!kept.ok) unsaved.current = text;
      setState(kept.ok ? 'saved' : 'failed');
    };
    void keep();
  }, [bridge, key]);

  const write = useCallback(
    (text: string) => {
      setDraft(text);
      setState('saving');
      unsaved.current = text;
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );

  // A card that leaves takes nothing along.
  useEffect(() => flush, [flush]);
  // The page may be closed at any time, a hidden one without asking again.
  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === 'hidden') flush();
    };
    document.addEventListener('visibilitychange', hide);
    return () => document.removeEventListener('visibilitychange', hide);
  }, [flush]);

  return { text: draft ?? kept, state, write, flush };
}

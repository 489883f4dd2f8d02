import { useMemo } from 'react';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { useAsk } from '../../bridge/useAsk.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

export interface TextActions {
  /** @returns whether it is on the clipboard */
  readonly copy: (id: WebhookId, what: 'text' | 'number') => Promise<boolean>;
  readonly callBack: (id: WebhookId) => void;
}

/** What one can do with a text and its number, and why the last thing did not work: gone after a moment or with the next click. */
export function useTextActions(): { actions: TextActions; problem: string | null } {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const { askOrHear, problem } = useAsk();

  const actions = useMemo((): TextActions => {
    const { couldNotCopy, gone } = words.texts;
    return {
      async copy(id, what) {
        const copied = await askOrHear(() => bridge.request('texts:copy', { id, what }), {
          gone,
          'no-link': couldNotCopy,
          failed: couldNotCopy,
        });
        if (copied) say(what === 'text' ? words.texts.copied : words.card.numberCopied);
        return copied;
      },
      callBack: (id) =>
        void askOrHear(() => bridge.request('texts:callBack', { id }), {
          ...words.action.couldNotCall,
          gone,
        }),
    };
  }, [askOrHear, bridge, say, words]);
  return { actions, problem };
}

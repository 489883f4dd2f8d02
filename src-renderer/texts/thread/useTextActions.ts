import { useEffect, useMemo, useState } from 'react';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

export interface TextActions {
  /** @returns whether it is on the clipboard */
  readonly copy: (id: WebhookId, what: 'text' | 'number') => Promise<boolean>;
  readonly callBack: (id: WebhookId) => void;
}

const PROBLEM_SHOWN_MS = 6_000;

/** What one can do with a text and its number, and why the last thing did not work: gone after a moment or with the next click. */
export function useTextActions(): { actions: TextActions; problem: string | null } {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (problem === null) return undefined;
    const timer = setTimeout(() => setProblem(null), PROBLEM_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [problem]);

  const actions = useMemo((): TextActions => {
    const tell = (text: string) => {
      setProblem(text);
      say(text);
    };
    return {
      async copy(id, what) {
        setProblem(null);
        try {
          const result = await bridge.request('texts:copy', { id, what });
          if (!result.ok) tell(result.reason === 'gone' ? words.texts.gone : words.texts.couldNotCopy);
          else say(what === 'text' ? words.texts.copied : words.card.numberCopied);
          return result.ok;
        } catch (error) {
          tell(words.texts.couldNotCopy);
          reportError(error);
          return false;
        }
      },
      callBack(id) {
        setProblem(null);
        const ask = async () => {
          const result = await bridge.request('texts:callBack', { id });
          if (result.ok) return;
          tell(result.reason === 'gone' ? words.texts.gone : words.action.couldNotCall[result.reason]);
        };
        ask().catch((error: unknown) => {
          tell(words.action.failed);
          reportError(error);
        });
      },
    };
  }, [bridge, say, words]);
  return { actions, problem };
}

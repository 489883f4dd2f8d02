import { useCallback } from 'react';
import type { CallKey } from '../../../src-shared/brand.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

/** Copies a call's transcript as Markdown, and says so. */
export function useCopyTranscript(key: CallKey): () => void {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  return useCallback(() => {
    bridge.request('card:copy', { key, what: 'transcript' }).then(
      () => say(words.history.transcriptCopied),
      (error: unknown) => {
        say(words.action.failed);
        reportError(error);
      },
    );
  }, [bridge, key, say, words]);
}

import { useCallback } from 'react';
import type { CallKey } from '../../../src-shared/brand.ts';
import type { RequestPayload } from '../../../src-shared/ipc/contract.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

type What = RequestPayload<'card:copy'>['what'];

/** Copies something of a call, or the one `at` among several, and says so. */
export function useCopying(key: CallKey): (what: What, said: string, at?: number) => void {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  return useCallback(
    (what, said, at) => {
      bridge.request('card:copy', at === undefined ? { key, what } : { key, what, at }).then(
        () => say(said),
        (error: unknown) => {
          say(words.action.failed);
          reportError(error);
        },
      );
    },
    [bridge, key, say, words],
  );
}

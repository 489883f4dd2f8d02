import type { CallKey } from '../../../src-shared/brand.ts';
import type { RequestPayload } from '../../../src-shared/ipc/contract.ts';
import { useAsk } from '../../bridge/useAsk.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

type What = RequestPayload<'card:copy'>['what'];

export interface Copying {
  /** Copies something of the call, or the one `at` among several, and says so once it is done. @returns whether it is */
  readonly copy: (what: What, said: string, at?: number) => Promise<boolean>;
  /** Why the last one was not. */
  readonly problem: string | null;
}

export function useCopying(key: CallKey): Copying {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const { askOrHear, problem } = useAsk();
  return {
    async copy(what, said, at) {
      const copied = await askOrHear(
        () => bridge.request('card:copy', at === undefined ? { key, what } : { key, what, at }),
        words.action.couldNotCopy,
      );
      if (copied) say(said);
      return copied;
    },
    problem,
  };
}

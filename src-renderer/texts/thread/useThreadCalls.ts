import { useEffect, useState } from 'react';
import type { WebhookId } from '../../../src-shared/brand.ts';
import type { ThreadCalls } from '../../../src-shared/texts/rows.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

const NONE: ThreadCalls = { count: 0, newest: [] };

/** The calls with the number of a text, read again whenever calls change. */
export function useThreadCalls(id: WebhookId): ThreadCalls {
  const { bridge } = useSurroundings();
  const [calls, setCalls] = useState(NONE);
  useEffect(() => {
    let turn = 0;
    const ask = async () => {
      const mine = (turn += 1);
      try {
        const found = await bridge.request('texts:calls', { id });
        if (mine === turn) setCalls(found);
      } catch (error) {
        // The texts are all there without them.
        if (mine === turn) setCalls(NONE);
        reportError(error);
      }
    };
    const stop = bridge.on('history:changed', () => void ask());
    void ask();
    return () => {
      turn = -1;
      stop();
    };
  }, [bridge, id]);
  return calls;
}

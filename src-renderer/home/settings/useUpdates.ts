import { useEffect, useState } from 'react';
import type { UpdatesState } from '../../../src-shared/updates/updates-state.ts';
import { follow } from '../../bridge/follow.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

/** Where updates stand, as main says it; null: it has not said. `failed`: it did not answer. */
export function useUpdates(): UpdatesState | 'failed' | null {
  const { bridge } = useSurroundings();
  const [state, setState] = useState<UpdatesState | 'failed' | null>(null);
  useEffect(
    () =>
      follow(
        bridge,
        'updates:state',
        () => bridge.request('updates:ready'),
        setState,
        () => setState('failed'),
      ).stop,
    [bridge],
  );
  return state;
}

import { useEffect, useRef } from 'react';
import type { CallKey } from '../../src-shared/brand.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { whenDrawn } from '../bridge/afterFrame.ts';

/**
 * Tells main that the list (null) or a call is on screen, whenever what it is drawn from changes: the page has lived through
 * it. So has one that leaves it undrawn for another room.
 */
export function useDrawnReport(call: CallKey | null, of: unknown): void {
  const { bridge } = useSurroundings();
  const isDue = useRef(false);
  useEffect(() => {
    if (of === null) return undefined;
    isDue.current = true;
    return whenDrawn(() => {
      isDue.current = false;
      void bridge.request('home:drawn', { call }).catch(reportError);
    });
  }, [bridge, call, of]);
  useEffect(
    () => () => {
      if (isDue.current) void bridge.request('home:drawn', { call }).catch(reportError);
      isDue.current = false;
    },
    [bridge, call],
  );
}

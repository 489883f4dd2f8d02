import { useEffect } from 'react';
import type { CallKey } from '../../src-shared/brand.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { whenDrawn } from '../bridge/afterFrame.ts';

/** Tells main that the list (null) or a call is on screen, whenever what it is drawn from changes: the page has lived through it. */
export function useDrawnReport(call: CallKey | null, of: unknown): void {
  const { bridge } = useSurroundings();
  useEffect(() => {
    if (of === null) return undefined;
    return whenDrawn(() => void bridge.request('home:drawn', { call }).catch(reportError));
  }, [bridge, call, of]);
}

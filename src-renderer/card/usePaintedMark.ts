import { useLayoutEffect } from 'react';
import type { CallKey } from '../../src-shared/brand.ts';
import type { Phase } from '../../src-shared/calls/phase.ts';

/** Leaves `painted:<key>:<phase>` on the performance timeline after the first frame that shows the phase. */
export function usePaintedMark(key: CallKey, phase: Phase): void {
  useLayoutEffect(() => {
    // The second callback runs when the frame of the first has been handed over.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => performance.mark(`painted:${key}:${phase}`));
    });
    return () => cancelAnimationFrame(frame);
  }, [key, phase]);
}

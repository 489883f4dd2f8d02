import { useLayoutEffect } from 'react';
import { afterFrame } from '../bridge/afterFrame.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import type { Phase } from '../../src-shared/calls/phase.ts';

/** Leaves `painted:<key>:<phase>` on the performance timeline after the first frame that shows the phase. */
export function usePaintedMark(key: CallKey, phase: Phase): void {
  useLayoutEffect(() => {
    return afterFrame(() => void performance.mark(`painted:${key}:${phase}`));
  }, [key, phase]);
}

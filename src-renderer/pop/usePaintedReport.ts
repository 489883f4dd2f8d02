import { useLayoutEffect, useRef } from 'react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { afterFrame, whenDrawn } from '../bridge/afterFrame.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';

/**
 * Tells main of each call whose card is on screen, once, when its first frame has been handed over; and of each state
 * that is on screen as a whole.
 */
export function usePaintedReport(cards: readonly CardModel[], revision: number): void {
  const { bridge } = useSurroundings();
  const told = useRef(new Set<string>());
  useLayoutEffect(() => {
    const fresh = cards.filter(({ key }) => !told.current.has(key));
    if (fresh.length === 0) return undefined;
    const report = () => {
      for (const { key } of fresh) {
        told.current.add(key);
        bridge.request('pop:painted', { key }).catch(reportError);
      }
    };
    return afterFrame(report);
  }, [bridge, cards]);
  useLayoutEffect(
    () => whenDrawn(() => void bridge.request('pop:drawn', { revision }).catch(reportError)),
    [bridge, revision],
  );
}

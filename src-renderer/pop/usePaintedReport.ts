import { useLayoutEffect, useRef } from 'react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';

/** Tells main of each call whose card is on screen, once, when its first frame has been handed over. */
export function usePaintedReport(cards: readonly CardModel[]): void {
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
    // The second callback runs when the frame of the first has been handed over.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(report);
    });
    return () => cancelAnimationFrame(frame);
  }, [bridge, cards]);
}

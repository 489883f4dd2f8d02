import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { RequestPayload } from '../../src-shared/ipc/contract.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';

type Layout = RequestPayload<'pop:layout'>;

/**
 * Tells main where the cards are: at once with every state, before it is painted, and again when they change size
 * or scroll later. Each layout is told once.
 */
export function useLayoutReport(stack: RefObject<HTMLElement | null>, revision: number): void {
  const { bridge } = useSurroundings();
  const told = useRef('');
  useLayoutEffect(() => {
    const element = stack.current;
    if (element === null) return undefined;
    const report = () => {
      const layout = layoutOf(element, revision);
      const text = JSON.stringify(layout);
      if (text === told.current) return;
      told.current = text;
      bridge.request('pop:layout', layout).catch(reportError);
    };
    report();
    const sizes = new ResizeObserver(report);
    for (const child of element.children) sizes.observe(child);
    window.addEventListener('scroll', report, { passive: true });
    return () => {
      sizes.disconnect();
      window.removeEventListener('scroll', report);
    };
  }, [bridge, revision, stack]);
}

/** A card that is scrolled out at the top ends where the page begins. */
function layoutOf(stack: HTMLElement, revision: number): Layout {
  const cards = [...stack.children].flatMap((child) => {
    const { x, y, width, bottom } = child.getBoundingClientRect();
    const top = Math.max(0, y);
    return bottom > top ? [{ x: Math.max(0, x), y: top, width, height: bottom - top }] : [];
  });
  return { revision, height: stack.getBoundingClientRect().height, cards };
}

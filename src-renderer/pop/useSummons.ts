import { useEffect, useState } from 'react';
import type { CallKey } from '../../src-shared/brand.ts';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';

/** A key that comes sooner was meant for the window before. */
const DEAF_MS = 400;

/**
 * Whom keys are for: the card that was the newest when the agent asked, as long as it is there. Without being asked
 * no key does anything, and neither does one in the first 400 ms. Esc gives the focus back.
 */
export function useSummons(summoned: boolean, cards: readonly CardModel[]): CallKey | null {
  const { bridge } = useSurroundings();
  const [asked, setAsked] = useState<CallKey | null>(null);
  const there = cards.some(({ key }) => key === asked);
  const target = summoned ? (there ? asked : (cards[0]?.key ?? null)) : null;
  if (target !== asked) setAsked(target);

  // Capturing, so that it comes before everything else on the page.
  useEffect(() => {
    const hearsFrom = performance.now() + DEAF_MS;
    const onKey = (event: KeyboardEvent) => {
      const deaf = !summoned || performance.now() < hearsFrom;
      if (!deaf && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!deaf && !event.isComposing) bridge.request('pop:release').catch(reportError);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [bridge, summoned]);

  return target;
}

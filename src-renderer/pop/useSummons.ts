import { useEffect, useState } from 'react';
import type { CallKey } from '../../src-shared/brand.ts';
import type { CardModel } from '../../src-shared/card/model.ts';
import { createKeyGuard } from '../../src-shared/summon/key-guard.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';

export interface Summons {
  /** Whose card keys are for. */
  readonly target: CallKey | null;
  /** The agent is about to write: what they type from here on is meant for the cards. */
  readonly trustKeys: () => void;
}

/**
 * Whom keys are for: the card that was the newest when the agent asked, as long as it is there. Without being asked
 * no key does anything, and neither does a stray one right after that. Esc gives the focus back. A card that is closed
 * stays the one until it cannot be had back any more.
 */
export function useSummons(
  summoned: boolean,
  cards: readonly Pick<CardModel, 'key'>[],
  closed: readonly Pick<CardModel, 'key'>[],
): Summons {
  const { bridge } = useSurroundings();
  const [asked, setAsked] = useState<CallKey | null>(null);
  const all = [...cards, ...closed];
  const there = all.some(({ key }) => key === asked);
  const target = summoned ? (there ? asked : (all[0]?.key ?? null)) : null;
  if (target !== asked) setAsked(target);

  const [guard] = useState(() => createKeyGuard(() => performance.now()));
  useEffect(() => {
    if (!summoned) return undefined;
    guard.given();
    return guard.takenAway;
  }, [guard, summoned]);

  // Capturing, so that it comes before everything else on the page.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const deaf = !guard.lets();
      if (!deaf && (event.key !== 'Escape' || isInMenu(event.target))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!deaf && !event.isComposing) bridge.request('pop:release').catch(reportError);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [bridge, guard]);

  return { target, trustKeys: guard.trust };
}

/** There Esc closes the menu. */
function isInMenu(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="menu"]') !== null;
}

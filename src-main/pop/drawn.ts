import { isHeld, type OnScreen } from './on-screen.ts';

/** How many cards are drawn; the rest is counted. */
export const MAX_CARDS = 3;

/**
 * The cards that are drawn, newest first: those that are held, then the newest of the others. A held card is always
 * among them, since only a drawn one can be held.
 */
export function drawnOf(cards: readonly OnScreen[]): OnScreen[] {
  const free = Math.max(0, MAX_CARDS - cards.filter(isHeld).length);
  const newest = new Set(cards.filter((card) => !isHeld(card)).slice(0, free));
  return cards.filter((card) => isHeld(card) || newest.has(card)).slice(0, MAX_CARDS);
}

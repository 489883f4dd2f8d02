import type { CallKey } from '../../src-shared/brand.ts';
import { CLOSED_AT_MOST } from '../../src-shared/ipc/pop.ts';
import type { OnScreen } from './on-screen.ts';
import type { Screen, ScreenEvent } from './screen.ts';

/** For so long a card that was closed can be had back. */
export const UNDO_MS = 5_000;

/** A card that the agent closed a moment ago. `at`: when, ms by this machine's clock. */
export interface Closed {
  readonly card: OnScreen;
  readonly at: number;
}

/** The cards that can be had back. */
export function closedCards({ closed }: Screen): readonly OnScreen[] {
  return closed.map(({ card }) => card);
}

/**
 * What can be had back after an event, oldest first. It follows its call as a card does, so that what comes back is how
 * the call is by then; and it goes by itself, whatever the pointer is on: it must not keep the window up.
 */
export function closedAfter(screen: Screen, event: ScreenEvent, now: number): readonly Closed[] {
  return changedBy(screen, event, now)
    .filter(({ at }) => at + UNDO_MS > now)
    .slice(-CLOSED_AT_MOST);
}

function changedBy({ cards, closed }: Screen, event: ScreenEvent, now: number): readonly Closed[] {
  switch (event.kind) {
    case 'dismiss': {
      const card = cards.find(({ call }) => call.key === event.key);
      return card === undefined ? closed : [...without(closed, event.key), { card, at: now }];
    }
    case 'reopen':
      return without(closed, event.key);
    case 'show':
      return without(closed, event.call.key);
    case 'gone':
      return closed.filter(({ card }) => !event.calls.includes(card.call.key));
    case 'received':
      return changed(closed, event.call.key, (card) => ({ ...card, call: event.call }));
    case 'folded':
      return event.calls.reduce((all, call) => changed(all, call.key, (card) => ({ ...card, call })), closed);
    case 'released':
      return changed(closed, event.call.key, (card) => ({ ...card, call: event.call, claim: null }));
    case 'claimed':
      return changed(closed, event.key, (card) => ({ ...card, claim: event.claim }));
    case 'moved': {
      // The call has a card or a way back already, which its own close would then be for.
      const isThere = [...cards, ...closed.map(({ card }) => card)].some(
        ({ call }) => call.key === event.to.key,
      );
      return isThere
        ? without(closed, event.from)
        : changed(closed, event.from, (card) => ({ ...card, call: event.to }));
    }
    case 'clock':
    case 'pin':
    case 'touch':
    case 'letGo':
    case 'putBack':
      return closed;
  }
}

/** The screen with a closed card where it was; as it is when there is none to have back any more. */
export function withReopened(screen: Screen, key: CallKey, now: number): Screen {
  const found = screen.closed.find(({ card, at }) => card.call.key === key && at + UNDO_MS > now);
  if (found === undefined) return screen;
  // It lingers as if it had just come: what was about to leave by itself is not gone again at once.
  const card: OnScreen = { ...found.card, touched: false, since: now };
  const place = newerThan(screen.cards, card);
  return {
    ...screen,
    cards: [...screen.cards.slice(0, place), card, ...screen.cards.slice(place)],
    dismissed: screen.dismissed.without(key),
  };
}

/** How many of the cards are newer: where it stood among them. */
export function newerThan(cards: readonly OnScreen[], { shownAt }: OnScreen): number {
  return cards.filter((card) => card.shownAt > shownAt).length;
}

/** When the next of them goes; null: there is none. */
export function nextGone(closed: readonly Closed[]): number | null {
  return closed.length === 0 ? null : Math.min(...closed.map(({ at }) => at + UNDO_MS));
}

function without(closed: readonly Closed[], key: CallKey): readonly Closed[] {
  return closed.filter(({ card }) => card.call.key !== key);
}

function changed(
  closed: readonly Closed[],
  key: CallKey,
  change: (card: OnScreen) => OnScreen,
): readonly Closed[] {
  return closed.map((one) => (one.card.call.key === key ? { ...one, card: change(one.card) } : one));
}

import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { Call, Claim, HeardEvent } from '../../src-shared/calls/call.ts';
import { isFresh } from '../../src-shared/calls/freshness.ts';
import { phaseOf } from '../../src-shared/calls/phase.ts';
import { leavesAt, moodOf } from './leaving.ts';
import type { OnScreen, ScreenContext } from './on-screen.ts';

/** How many cards are drawn; the rest is counted. */
export const MAX_CARDS = 3;
/** A completion older than this no longer brings a card back. */
export const COME_BACK_WITHIN_MS = 10 * 60_000;

export interface Screen {
  /** Newest first. */
  readonly cards: readonly OnScreen[];
  /** Calls that have rung here: a second ring of theirs is an update. */
  readonly popped: ReadonlySet<CallKey>;
  /** Rings that brought a card, so that none does again when its call gets another key. */
  readonly poppedRings: ReadonlySet<WebhookId>;
  readonly dismissed: ReadonlySet<CallKey>;
}

export type ScreenEvent =
  /** A new event, and its call folded with it. */
  | { readonly kind: 'heard'; readonly heard: HeardEvent; readonly call: Call }
  /** The call is filed under another key. */
  | { readonly kind: 'moved'; readonly from: CallKey; readonly to: Call }
  /** The calls are not kept any more. */
  | { readonly kind: 'gone'; readonly calls: readonly CallKey[] }
  | { readonly kind: 'clock' }
  | { readonly kind: 'dismiss'; readonly key: CallKey }
  | { readonly kind: 'pin'; readonly key: CallKey; readonly pinned: boolean }
  | { readonly kind: 'touch'; readonly key: CallKey; readonly touched: boolean }
  /** No hand can be on any card: the window lost its page. */
  | { readonly kind: 'letGo' }
  | { readonly kind: 'claimed'; readonly key: CallKey; readonly claim: Claim }
  | { readonly kind: 'show'; readonly call: Call; readonly claim: Claim | null };

/** What was there before this run: none of it rings again. */
export interface Before {
  readonly calls: Iterable<CallKey>;
  readonly rings: Iterable<WebhookId>;
  readonly dismissed: Iterable<CallKey>;
}

export function emptyScreen(before: Before): Screen {
  return {
    cards: [],
    popped: new Set(before.calls),
    poppedRings: new Set(before.rings),
    dismissed: new Set(before.dismissed),
  };
}

/**
 * Which calls are on screen after an event: the only place that decides when a card comes and when it leaves.
 * Pure. A ring pops when its event is fresh and the call still rings after folding; a card that left comes back
 * with the completion of a call this agent handled, and so does one whose ring came too late to pop, unless it is
 * only being replayed; everything else only changes cards that are there.
 */
export function nextScreen(screen: Screen, event: ScreenEvent, context: ScreenContext): Screen {
  return settle(apply(screen, event, context), context);
}

/** When something next changes without an event, in ms by this machine's clock; null: nothing does. */
export function nextDeadline(screen: Screen, context: ScreenContext): number | null {
  const windowMs = context.ringWindowS * 1000;
  const moments = screen.cards.flatMap((card) => {
    const quietAt = card.call.startedAt + windowMs + 1;
    const leaves = screen.cards.some((c) => c.touched) ? null : leavesAt(card);
    return [quietAt > context.now ? quietAt : null, leaves].filter((at) => at !== null);
  });
  return moments.length === 0 ? null : Math.min(...moments);
}

function apply(screen: Screen, event: ScreenEvent, context: ScreenContext): Screen {
  switch (event.kind) {
    case 'heard':
      return hear(screen, event, context);
    case 'moved':
      return move(screen, event.from, event.to);
    case 'gone':
      return { ...screen, cards: screen.cards.filter((card) => !event.calls.includes(card.call.key)) };
    case 'clock':
      return screen;
    case 'dismiss':
      return {
        ...without(screen, event.key),
        dismissed: new Set([...screen.dismissed, event.key]),
      };
    case 'pin':
      return changed(screen, event.key, (card) => ({ ...card, pinned: event.pinned, since: context.now }));
    case 'touch':
      return changed(screen, event.key, (card) => ({ ...card, touched: event.touched, since: context.now }));
    case 'letGo':
      return { ...screen, cards: screen.cards.map((card) => ({ ...card, touched: false })) };
    case 'claimed':
      return changed(screen, event.key, (card) => ({ ...card, claim: event.claim }));
    case 'show':
      return added(without(screen, event.call.key), event.call, context, { kept: true, claim: event.claim });
  }
}

function hear(screen: Screen, { heard, call }: Heard, context: ScreenContext): Screen {
  if (isOn(screen, call.key)) return changed(screen, call.key, (card) => ({ ...card, call }));
  if (screen.dismissed.has(call.key)) return screen;
  if (pops(screen, heard, call, context)) {
    return {
      ...added(screen, call, context),
      popped: new Set([...screen.popped, call.key]),
      poppedRings: new Set([...screen.poppedRings, heard.webhookId]),
    };
  }
  return comesBack(screen, heard, call, context) ? added(screen, call, context) : screen;
}

type Heard = Extract<ScreenEvent, { kind: 'heard' }>;

function pops(screen: Screen, heard: HeardEvent, call: Call, context: ScreenContext): boolean {
  const { topic } = heard.event;
  const phase = phaseOf(call, context.now, context.ringWindowS);
  return (
    (topic === 'call.received' || topic === 'call.triggered') &&
    isFresh(heard.ageMs, context.ringWindowS) &&
    (phase === 'ringing' || phase === 'dialling') &&
    !screen.popped.has(call.key) &&
    !screen.poppedRings.has(heard.webhookId)
  );
}

function comesBack(screen: Screen, heard: HeardEvent, call: Call, context: ScreenContext): boolean {
  return (
    heard.event.topic === 'call.completed' &&
    heard.ageMs <= COME_BACK_WITHIN_MS &&
    (screen.popped.has(call.key) || context.live) &&
    context.me !== null &&
    call.handledBy === context.me &&
    moodOf({ call, claim: null, kept: false }, context) === 'stays'
  );
}

function move(screen: Screen, from: CallKey, to: Call): Screen {
  const rename = (keys: ReadonlySet<CallKey>) =>
    new Set([...keys].map((key) => (key === from ? to.key : key)));
  const moved = isOn(screen, to.key)
    ? without(screen, from)
    : changed(screen, from, (card) => ({ ...card, call: to }));
  return { ...moved, popped: rename(screen.popped), dismissed: rename(screen.dismissed) };
}

/** Brings every card's mood up to date and takes off those whose time has come; a hand on any card holds them all. */
function settle(screen: Screen, context: ScreenContext): Screen {
  const cards = screen.cards.map((card) => withMood(card, context));
  const held = cards.some((card) => card.touched);
  const stays = (card: OnScreen) => held || (leavesAt(card) ?? Infinity) > context.now;
  return {
    ...screen,
    cards: cards.filter((card) => stays(card) && (card.kept || !screen.dismissed.has(card.call.key))),
  };
}

function withMood(card: OnScreen, context: ScreenContext): OnScreen {
  const mood = moodOf(card, context);
  if (mood === card.mood) return card;
  const quietAt = card.call.startedAt + context.ringWindowS * 1000;
  return { ...card, mood, since: mood === 'quiet' ? Math.max(quietAt, card.since) : context.now };
}

function added(
  screen: Screen,
  call: Call,
  context: ScreenContext,
  as: { readonly kept: boolean; readonly claim: Claim | null } = { kept: false, claim: null },
): Screen {
  const card = { call, claim: as.claim, kept: as.kept };
  const fresh: OnScreen = {
    ...card,
    shownAt: context.now,
    pinned: false,
    touched: false,
    mood: moodOf(card, context),
    since: context.now,
  };
  return { ...screen, cards: [fresh, ...screen.cards] };
}

function changed(screen: Screen, key: CallKey, change: (card: OnScreen) => OnScreen): Screen {
  return { ...screen, cards: screen.cards.map((card) => (card.call.key === key ? change(card) : card)) };
}

function without(screen: Screen, key: CallKey): Screen {
  return { ...screen, cards: screen.cards.filter((card) => card.call.key !== key) };
}

function isOn(screen: Screen, key: CallKey): boolean {
  return screen.cards.some((card) => card.call.key === key);
}

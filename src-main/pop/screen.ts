import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { Call, Claim } from '../../src-shared/calls/call.ts';
import { nextPhaseAt } from '../../src-shared/calls/phase.ts';
import { isEchoOf } from '../../src-shared/calls/internal.ts';
import { isRing } from '../../src-shared/calls/sighting.ts';
import { phaseOf } from '../../src-shared/calls/phase.ts';
import { closedAfter, nextGone, withReopened, type Closed } from './closed.ts';
import { drawnOf } from './drawn.ts';
import { shutFor } from '../presence/gate.ts';
import { judge, type News, type Seen } from './judge.ts';
import { leavesAt, moodOf } from './leaving.ts';
import type { OnScreen, ScreenContext } from './on-screen.ts';
import { recentKeys } from './recent-keys.ts';

/** The cards, newest first, what has been on screen before, and what can be had back. */
export interface Screen extends Seen {
  readonly closed: readonly Closed[];
}

export type ScreenEvent =
  /** A new event, its call folded with it, and who has said that they are on it. */
  | {
      readonly kind: 'received';
      readonly received: News;
      readonly call: Call;
      readonly claim?: Claim | null;
    }
  /** These calls read differently without an event of their own: it is another call's now, or the other party was renamed. */
  | { readonly kind: 'folded'; readonly calls: readonly Call[] }
  /** The call is filed under another key. */
  | { readonly kind: 'moved'; readonly from: CallKey; readonly to: Call }
  /** The calls are not kept any more. */
  | { readonly kind: 'gone'; readonly calls: readonly CallKey[] }
  | { readonly kind: 'clock' }
  | { readonly kind: 'dismiss'; readonly key: CallKey }
  /** The agent has a card back that they closed a moment ago. */
  | { readonly kind: 'reopen'; readonly key: CallKey }
  | { readonly kind: 'pin'; readonly key: CallKey; readonly pinned: boolean }
  | { readonly kind: 'touch'; readonly key: CallKey; readonly touched: boolean }
  /** No hand can be on any card: the window lost its page. */
  | { readonly kind: 'letGo' }
  /** The agent is done with a card that came only because it was asked for; a pinned one stays. */
  | { readonly kind: 'putBack'; readonly key: CallKey }
  | { readonly kind: 'claimed'; readonly key: CallKey; readonly claim: Claim }
  /** The claim of it was taken back. */
  | { readonly kind: 'released'; readonly call: Call }
  | { readonly kind: 'show'; readonly call: Call; readonly claim: Claim | null };

/** A call rings on each phone of its line. */
const MOST_RINGS = 100;

/** What was there before this run: none of it rings again. Oldest first. */
export interface Before {
  /** When this run began, ms by this machine's clock. */
  readonly at: number;
  readonly calls: Iterable<CallKey>;
  readonly rings: Iterable<WebhookId>;
  readonly dismissed: Iterable<CallKey>;
}

export function emptyScreen(before: Before): Screen {
  return {
    cards: [],
    closed: [],
    popped: recentKeys(before.calls, before.at),
    poppedRings: recentKeys(before.rings, before.at),
    dismissed: recentKeys(before.dismissed, before.at),
    toldLate: recentKeys([], before.at),
  };
}

/**
 * Which calls are on screen after an event: the only place that decides when a card comes and when it leaves.
 * Pure. What brings a card is judged in judge.ts; when one leaves by itself, in leaving.ts.
 */
export function nextScreen(screen: Screen, event: ScreenEvent, context: ScreenContext): Screen {
  const closed = closedAfter(screen, event, context.now);
  return settle({ ...apply(screen, event, context), closed }, context);
}

/** When something next changes without an event, in ms by this machine's clock; null: nothing does. */
export function nextDeadline(screen: Screen, context: ScreenContext): number | null {
  const moments = screen.cards.flatMap((card) => {
    const turns = nextPhaseAt(card.call, context.now, context.ringWindowS);
    const leaves = screen.cards.some((c) => c.touched) ? null : leavesAt(card);
    return [turns, leaves].filter((at) => at !== null);
  });
  const gone = nextGone(screen.closed);
  if (gone !== null) moments.push(gone);
  return moments.length === 0 ? null : Math.min(...moments);
}

function apply(screen: Screen, event: ScreenEvent, context: ScreenContext): Screen {
  switch (event.kind) {
    case 'received':
      return receive(screen, event, context);
    case 'folded':
      return event.calls.reduce((now, call) => changed(now, call.key, (card) => ({ ...card, call })), screen);
    case 'moved':
      return move(screen, event.from, event.to);
    case 'gone':
      return { ...screen, cards: screen.cards.filter((card) => !event.calls.includes(card.call.key)) };
    case 'clock':
      return screen;
    case 'dismiss':
      return {
        ...without(screen, event.key),
        dismissed: screen.dismissed.with(event.key, context.now),
      };
    case 'reopen':
      return withReopened(screen, event.key, context.now);
    case 'pin':
      return onDrawn(screen, event.key, (card) => ({ ...card, pinned: event.pinned, since: context.now }));
    case 'touch':
      return onDrawn(screen, event.key, (card) => ({ ...card, touched: event.touched, since: context.now }));
    case 'letGo':
      return { ...screen, cards: screen.cards.map((card) => ({ ...card, touched: false })) };
    case 'putBack':
      return { ...screen, cards: screen.cards.filter((card) => card.pinned || card.call.key !== event.key) };
    case 'claimed':
      return changed(screen, event.key, (card) => ({ ...card, claim: event.claim }));
    case 'released':
      return isFreeAgain(screen, event.call, context)
        ? added(screen, event.call, context)
        : changed(screen, event.call.key, (card) => ({ ...card, claim: null }));
    case 'show':
      return added(without(screen, event.call.key), event.call, context, { kept: true, claim: event.claim });
  }
}

function receive(
  before: Screen,
  { received, call, claim = null }: ReceivedChange,
  context: ScreenContext,
): Screen {
  const verdict = judge(before, received, call, context);
  const cards = before.cards.filter((card) => !isEchoOf(card.call, call, context.me));
  const screen = { ...before, cards };
  switch (verdict.kind) {
    case 'updated':
      return isOn(screen, call.key)
        ? changed(screen, call.key, (card) => ({ ...card, call, rings: ringsWith(card.rings, received) }))
        : added(screen, call, context, { claim });
    case 'told-late':
      // Whoever is away finds it there.
      return {
        ...added(screen, call, context, { claim, late: !context.away }),
        toldLate: screen.toldLate.with(call.key, context.now),
      };
    case 'popped':
      return rung(
        added(screen, call, context, { claim, rings: [received.webhookId] }),
        received,
        call,
        context,
      );
    case 'line-muted':
    case 'outbound-off':
    case 'snoozed':
    case 'quiet-hours':
    case 'away':
      // A ring that was kept away must not pop when it is told again after the gate has opened.
      return rung(screen, received, call, context);
    default:
      return screen;
  }
}

/** It still rings, a card of it was here before, and nobody has it any more. */
function isFreeAgain(screen: Screen, call: Call, context: ScreenContext): boolean {
  const { key } = call;
  return (
    !isOn(screen, key) &&
    !screen.dismissed.has(key) &&
    screen.popped.has(key) &&
    phaseOf(call, context.now, context.ringWindowS) === 'ringing' &&
    shutFor(call, context) === null
  );
}

function rung(screen: Screen, { webhookId }: News, { key }: Call, { now }: ScreenContext): Screen {
  return {
    ...screen,
    popped: screen.popped.with(key, now),
    poppedRings: screen.poppedRings.with(webhookId, now),
  };
}

function ringsWith(rings: OnScreen['rings'], { webhookId, event }: News): OnScreen['rings'] {
  return isRing(event.topic) ? [...rings, webhookId].slice(-MOST_RINGS) : rings;
}

type ReceivedChange = Extract<ScreenEvent, { kind: 'received' }>;

function move(screen: Screen, from: CallKey, to: Call): Screen {
  const moved = isOn(screen, to.key)
    ? without(changed(screen, to.key, joinedBy(screen, from)), from)
    : changed(screen, from, (card) => ({ ...card, call: to }));
  // A card that rang by itself was not the one that was closed.
  const stays = isOn(screen, to.key) && screen.popped.has(to.key);
  return {
    ...moved,
    popped: screen.popped.renamed(from, to.key),
    toldLate: screen.toldLate.renamed(from, to.key),
    dismissed: stays ? screen.dismissed.without(from) : screen.dismissed.renamed(from, to.key),
  };
}

function joinedBy(screen: Screen, other: CallKey): (card: OnScreen) => OnScreen {
  const more = screen.cards.find((card) => card.call.key === other)?.rings ?? [];
  return (card) => ({ ...card, rings: [...card.rings, ...more].slice(-MOST_RINGS) });
}

/** The rings of which nothing more is to be seen after a step: told, and on no card any more. */
export function settledRings(before: Screen, event: ScreenEvent, after: Screen): WebhookId[] {
  const shown = new Set(ringsOf(after));
  const told =
    event.kind === 'received' && isRing(event.received.event.topic) ? [event.received.webhookId] : [];
  return [...ringsOf(before), ...told].filter((ring) => !shown.has(ring));
}

function ringsOf({ cards }: Screen): WebhookId[] {
  return cards.flatMap(({ rings }) => rings);
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
  const quietAt = card.call.rangAt + context.ringWindowS * 1000;
  return { ...card, mood, since: mood === 'quiet' ? Math.max(quietAt, card.since) : context.now };
}

function added(
  screen: Screen,
  call: Call,
  context: ScreenContext,
  as: Partial<Pick<OnScreen, 'kept' | 'claim' | 'rings' | 'late'>> = {},
): Screen {
  const card = { call, claim: as.claim ?? null, kept: as.kept ?? false, late: as.late ?? false };
  const fresh: OnScreen = {
    ...card,
    rings: as.rings ?? [],
    shownAt: context.now,
    pinned: false,
    touched: false,
    mood: moodOf(card, context),
    since: context.now,
  };
  const before = fresh.late ? screen.cards.filter((one) => one.call.startedAt > call.startedAt) : [];
  return {
    ...screen,
    cards: [...before, fresh, ...screen.cards.filter((one) => !before.includes(one))],
  };
}

function changed(screen: Screen, key: CallKey, change: (card: OnScreen) => OnScreen): Screen {
  return { ...screen, cards: screen.cards.map((card) => (card.call.key === key ? change(card) : card)) };
}

/** What waits behind the others cannot be held. */
function onDrawn(screen: Screen, key: CallKey, change: (card: OnScreen) => OnScreen): Screen {
  return drawnOf(screen.cards).some((card) => card.call.key === key) ? changed(screen, key, change) : screen;
}

function without(screen: Screen, key: CallKey): Screen {
  return { ...screen, cards: screen.cards.filter((card) => card.call.key !== key) };
}

function isOn(screen: Screen, key: CallKey): boolean {
  return screen.cards.some((card) => card.call.key === key);
}

import type { Judgement, Verdict } from '../../src-shared/activity/activity.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import { agentBehind } from '../../src-shared/wire/policy.ts';
import type { BookChange, CallBook } from '../book/call-book.ts';
import type { CardView } from '../card-view.ts';
import type { Standing } from '../standing.ts';
import { drawnOf } from './drawn.ts';
import { judge } from './judge.ts';
import type { ScreenContext } from './on-screen.ts';
import { EMPTY, type Picture } from './picture.ts';
import { emptyScreen, nextDeadline, nextScreen, type ScreenEvent } from './screen.ts';

/** The longest that a timer can wait. */
const MAX_WAIT_MS = 2 ** 31 - 1;

export interface StageOptions {
  readonly book: CallBook;
  readonly standing: () => Standing;
  readonly preferences: () => Preferences;
  /** The screen is locked or the computer asleep. */
  readonly isAway: () => boolean;
  readonly view: CardView;
  /** Called with every new picture. */
  readonly draw: (picture: Picture) => void;
  /** ms since 1970. */
  readonly now?: () => number;
}

/** The cards on screen: what happens goes in, pictures come out. */
export interface Stage {
  readonly state: Picture;
  dismiss(key: CallKey): void;
  pin(key: CallKey, pinned: boolean): void;
  touch(key: CallKey, touched: boolean): void;
  letGo(): void;
  /** Brings back the card of a call from the history. */
  show(key: CallKey): void;
  /** Draws anew after a change of link, policy, agent, preferences, presence or clock. */
  refresh(): void;
  /** What was decided about each event of a call, when it has been; a repeat is not told. @returns the unsubscribe */
  onVerdict(listener: (judgement: Judgement) => void): () => void;
  close(): void;
}

/** Joins the book and the clock to the screen's rules. A frame that pops is drawn before the disk hears of it. */
export function openStage(options: StageOptions): Stage {
  const { book, standing, view, preferences, isAway, draw, now = Date.now } = options;
  const listeners = new Set<(judgement: Judgement) => void>();
  let screen = emptyScreen(before(book, now()));
  let state: Picture = EMPTY;
  let drawn = '';
  let timer: NodeJS.Timeout | undefined;
  let replayed: Told[] = [];

  function step(event: ScreenEvent, live = isLive()): void {
    const context = contextNow(live);
    const verdict = event.kind === 'heard' ? judge(screen, event.heard, event.call, context) : null;
    screen = nextScreen(screen, event, context);
    const cards = drawnOf(screen.cards).map((card) => view(card.call, card, context.now));
    const more = screen.cards.length - cards.length;
    const picture = JSON.stringify([cards, more]);
    if (picture !== drawn) {
      drawn = picture;
      state = { ...state, cards, more };
      draw(state);
    }
    if (event.kind === 'heard' && verdict !== null) report(event, verdict, context.now);
    clearTimeout(timer);
    const due = nextDeadline(screen, context);
    if (due !== null)
      timer = setTimeout(() => step({ kind: 'clock' }), Math.min(MAX_WAIT_MS, Math.max(1, due - now())));
  }

  function report({ heard, call }: Heard, verdict: Verdict, at: number): void {
    const { webhookId, event } = heard;
    for (const listener of listeners)
      listener({ webhookId, topic: event.topic, call: call.key, verdict, at });
  }

  function contextNow(live: boolean): ScreenContext {
    const { me, policy } = standing();
    return { now: now(), me, ringWindowS: policy.ringWindow, live, gates: preferences(), away: isAway() };
  }

  function hear(change: BookChange): void {
    switch (change.kind) {
      case 'heard':
      case 'claimed':
        // What is replayed waits for what follows it: a call that is over by now must not pop first.
        if (isLive()) tell(change, true);
        else replayed.push(change);
        return;
      case 'moved': {
        const to = callOf(change.to);
        if (to !== null) step({ kind: 'moved', from: change.from, to });
        return;
      }
      case 'gone':
        step(change);
        return;
      case 'noted':
        step({ kind: 'clock' });
        return;
      case 'left':
      case 'texted':
        return;
    }
  }

  function tell(change: Told, live: boolean): void {
    if (change.kind === 'claimed') {
      step({ kind: 'claimed', key: change.call, claim: change.claim }, live);
      return;
    }
    const call = callOf(change.call);
    if (call !== null) step({ kind: 'heard', heard: change.heard, call }, live);
  }

  function refresh(): void {
    if (isLive()) {
      const waited = replayed;
      replayed = [];
      for (const change of waited) tell(change, false);
    }
    step({ kind: 'clock' });
  }

  function isLive(): boolean {
    return standing().link.kind === 'live';
  }

  /** The call, with the agent who handled it under the address that this app knows agents by. */
  function callOf(key: CallKey): Call | null {
    const call = book.call(key);
    if (call === null || call.handledBy === null) return call;
    return { ...call, handledBy: agentBehind(call.handledBy, standing().policy) };
  }

  const stopListening = book.onChange(hear);
  return {
    get state() {
      return state;
    },
    dismiss(key) {
      step({ kind: 'dismiss', key });
      book.dismiss(key);
    },
    pin: (key, pinned) => step({ kind: 'pin', key, pinned }),
    touch: (key, touched) => step({ kind: 'touch', key, touched }),
    letGo: () => step({ kind: 'letGo' }),
    show(key) {
      const call = callOf(key);
      if (call !== null) step({ kind: 'show', call, claim: book.claimOf(key) });
    },
    refresh,
    onVerdict(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      stopListening();
      clearTimeout(timer);
    },
  };
}

type Heard = Extract<ScreenEvent, { kind: 'heard' }>;
/** What the relay told of a call. */
type Told = Extract<BookChange, { kind: 'heard' | 'claimed' }>;

/** What could ring again, or come back, is not older than a day. */
const REMEMBERED_MS = 24 * 3_600_000;

function before(book: CallBook, now: number) {
  const calls = book.order().filter(({ startedAt }) => now - startedAt < REMEMBERED_MS);
  const keys = calls.map(({ key }) => key);
  return {
    calls: keys,
    rings: keys.flatMap(book.webhooksOf),
    dismissed: book.dismissed(),
  };
}

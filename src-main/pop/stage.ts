import type { Judgement, Verdict } from '../../src-shared/activity/activity.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import { isTestWebhook } from '../../src-shared/calls/test-call.ts';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import type { CallBook } from '../book/call-book.ts';
import type { CardView } from '../card/card-view.ts';
import { createGathering } from '../digest/gathering.ts';
import type { MissedFile } from '../digest/missed-file.ts';
import { isHandedOn } from '../missed/missed-call.ts';
import { namedCalls } from '../card/named-calls.ts';
import type { AppState } from '../app-state/app-state.ts';
import { closedCards } from './closed.ts';
import { createDrawing } from './drawing.ts';
import { earlierIn } from './earlier.ts';
import { nextRestLook, restNow, shutFor } from '../presence/gate.ts';
import { bringBookToScreen } from './book-to-screen.ts';
import { isDialledByAnother, judge } from './judge.ts';
import { isHeld, type ScreenContext } from './on-screen.ts';
import { isEmpty, type Picture } from './picture.ts';
import { emptyScreen, nextDeadline, nextScreen, settledRings, type ScreenEvent } from './screen.ts';
import type { SettledRings } from './settled-rings.ts';
import { createSummons } from './summons.ts';
import { createTalks, recentCalls } from './talks.ts';

/** The longest that a timer can wait. */
const MAX_WAIT_MS = 2 ** 31 - 1;

export interface StageOptions extends Pick<ScreenContext, 'heldBefore'> {
  readonly book: CallBook;
  readonly appState: () => AppState;
  readonly preferences: () => Preferences;
  /** The screen is locked or the computer asleep. */
  readonly isAway: () => boolean;
  readonly missed: MissedFile;
  readonly settled: SettledRings;
  /** The relay's clock, in ms; null: it has not said. */
  readonly relayNow: () => number | null;
  readonly view: CardView;
  /** Whether cards can be put into their corner here. */
  readonly placeable?: boolean;
  /** Called with every new picture. */
  readonly draw: (picture: Picture) => void;
  /** ms since 1970. */
  readonly now?: () => number;
}

/** The cards on screen: what happens goes in, pictures come out. */
export interface Stage {
  readonly state: Picture;
  /** False: this desktop does not let a window place itself, and a ring is told by a notification instead. */
  readonly placeable: boolean;
  dismiss(key: CallKey): void;
  /** Has a card back that was closed a moment ago. @returns false: it is too late for that */
  reopen(key: CallKey): boolean;
  pin(key: CallKey, pinned: boolean): void;
  touch(key: CallKey, touched: boolean): void;
  letGo(): void;
  /** Brings back the card of a call from the history. */
  show(key: CallKey): void;
  /**
   * The agent asks for the cards by the shortcut; with none on screen the newest call of the last hour gets one.
   * @returns whether there is anything to show
   */
  summon(): boolean;
  /** The agent is done with the keyboard there. */
  release(): void;
  /** What was missed is seen, or of no interest: it does not come again. */
  settleDigest(): void;
  /** Draws anew after a change of link, policy, agent, preferences, presence or clock. */
  refresh(): void;
  /** What was decided about each event of a call, when it has been; a repeat is not told. @returns the unsubscribe */
  onVerdict(listener: (judgement: Judgement) => void): () => void;
  close(): void;
}

/** Joins the book and the clock to the screen's rules. A frame that pops is drawn before the disk hears of it. */
export function openStage(options: StageOptions): Stage {
  const { book, appState, view, preferences, settled, draw, now = Date.now } = options;
  const { placeable = true, heldBefore = null } = options;
  const callOf = namedCalls(book, appState);
  const listeners = new Set<(judgement: Judgement) => void>();
  const earlier = earlierIn(book, settled, now());
  const talks = createTalks(recentCalls(book, now()));
  const gathering = createGathering({
    file: options.missed,
    callOf: (key) => {
      const call = book.webhooksOf(key).some(isTestWebhook) ? null : callOf(key);
      if (call === null || isHandedOn(call, appState())) return null;
      return { call, claim: book.claimOf(key) };
    },
    isUnread: (text) => book.unreadTexts().has(text),
    lastReceived: earlier.lastReceived,
    heldBefore,
  });
  const summons = createSummons(
    { order: book.order, call: callOf },
    (call) => !isDialledByAnother(call, contextNow(true)),
    now,
  );
  const drawing = createDrawing({ view, gathering, talks, summons, preferences, draw });
  const screenFeed = bringBookToScreen({
    book,
    callOf,
    hasCard: (key) => [...screen.cards, ...closedCards(screen)].some(({ call }) => call.key === key),
    gathering,
    talks,
    settled,
    unseen: earlier.unseen,
    isLive,
    contextNow,
    relayNow: options.relayNow,
    now,
    step,
  });
  let screen = emptyScreen(earlier);
  let timer: NodeJS.Timeout | undefined;
  let away = false;

  function step(event: ScreenEvent, replaying = false): void {
    const context = contextNow(!replaying && isLive());
    noteAway(context);
    const verdict = event.kind === 'received' ? judge(screen, event.received, event.call, context) : null;
    const before = screen;
    screen = nextScreen(screen, event, context);
    settled.settle(settledRings(before, event, screen), context.now);
    if (event.kind === 'received' && verdict !== null) {
      const { call } = event;
      const hasRung = before.popped.has(call.key);
      gathering.judged({ call, verdict, hasRung, shut: shutFor(call, context) });
    }
    if (!replaying && restNow(context) === null) gathering.tell();
    drawing.show(screen, context);
    if (event.kind === 'received' && verdict !== null) report(event, verdict, context.now);
    setTimer(context);
  }

  /** Cards that ring when the agent leaves are seen by nobody. */
  function noteAway(context: ScreenContext): void {
    if (context.away && !away) {
      const left = screen.cards.filter((card) => !isHeld(card) && card.claim === null && !card.kept);
      for (const { call } of left)
        if (call.ended === null && call.answeredAt === null) gathering.unseen(call);
    }
    away = context.away;
  }

  function setTimer(context: ScreenContext): void {
    clearTimeout(timer);
    const due = [nextDeadline(screen, context), nextRestLook(context)].filter((at) => at !== null);
    if (due.length > 0)
      timer = setTimeout(
        () => step({ kind: 'clock' }),
        Math.min(MAX_WAIT_MS, Math.max(1, Math.min(...due) - now())),
      );
  }

  function report({ received, call }: ReceivedChange, verdict: Verdict, at: number): void {
    const { webhookId, event } = received;
    for (const listener of listeners)
      listener({ webhookId, topic: event.topic, call: call.key, verdict, at });
  }

  function contextNow(live: boolean): ScreenContext {
    const { me, policy } = appState();
    const moment = { now: now(), live, heldBefore, away: options.isAway() };
    const { ringWindow: ringWindowS, ownLines } = policy;
    return { ...moment, me, ringWindowS, ownLines, gates: preferences() };
  }

  function refresh(): void {
    screenFeed.catchUp();
    gathering.look(isLive() && !options.isAway(), now());
    step({ kind: 'clock' });
  }

  function isLive(): boolean {
    return appState().link.kind === 'live';
  }

  function bring(key: CallKey): void {
    const call = callOf(key);
    if (call !== null) step({ kind: 'show', call, claim: book.claimOf(key) });
  }

  return {
    get state() {
      return drawing.picture;
    },
    placeable,
    dismiss(key) {
      step({ kind: 'dismiss', key });
      book.dismiss(key);
    },
    reopen(key) {
      step({ kind: 'reopen', key });
      const isBack = screen.cards.some(({ call }) => call.key === key);
      if (isBack) book.reopen(key);
      return isBack;
    },
    pin: (key, pinned) => step({ kind: 'pin', key, pinned }),
    touch: (key, touched) => step({ kind: 'touch', key, touched }),
    letGo: () => step({ kind: 'letGo' }),
    show: bring,
    summon() {
      const begun = summons.begin(!isEmpty(drawing.picture));
      if (begun === null) return false;
      if (begun.bring === null) step({ kind: 'clock' });
      else bring(begun.bring);
      return true;
    },
    release() {
      const brought = summons.end();
      step(brought === null ? { kind: 'clock' } : { kind: 'putBack', key: brought });
    },
    settleDigest() {
      gathering.settle();
      step({ kind: 'clock' });
    },
    refresh,
    onVerdict(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      screenFeed.close();
      clearTimeout(timer);
    },
  };
}

type ReceivedChange = Extract<ScreenEvent, { kind: 'received' }>;

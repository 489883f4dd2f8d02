import type { Judgement, Verdict } from '../../src-shared/activity/activity.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import type { Call, HeardEvent } from '../../src-shared/calls/call.ts';
import { isFresh } from '../../src-shared/calls/freshness.ts';
import { isTestWebhook } from '../../src-shared/calls/test-call.ts';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import { agentBehind } from '../../src-shared/wire/policy.ts';
import type { BookChange, CallBook } from '../book/call-book.ts';
import type { CardView } from '../card-view.ts';
import { createGathering } from '../digest/gathering.ts';
import type { MissedFile } from '../digest/missed-file.ts';
import type { Standing } from '../standing.ts';
import { drawnOf } from './drawn.ts';
import { earlierIn } from './earlier.ts';
import { nextRestLook, restNow } from './gate.ts';
import { judge } from './judge.ts';
import { isHeld, type ScreenContext } from './on-screen.ts';
import { EMPTY, isEmpty, type Picture } from './picture.ts';
import { emptyScreen, nextDeadline, nextScreen, settledRings, type ScreenEvent } from './screen.ts';
import type { SettledRings } from './settled-rings.ts';
import { soundFor } from './sound.ts';
import { createSummons } from './summons.ts';
import { createTalks, recentCalls } from './talks.ts';
import { ageOfUnseen, heardAgain, isDecided, type UnseenRing } from './unseen-rings.ts';
import { createWaiting, type Told } from './waiting.ts';

/** The longest that a timer can wait. */
const MAX_WAIT_MS = 2 ** 31 - 1;

export interface StageOptions extends Pick<ScreenContext, 'heldBefore'> {
  readonly book: CallBook;
  readonly standing: () => Standing;
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
  const { book, standing, view, preferences, settled, draw, now = Date.now } = options;
  const { placeable = true, heldBefore = null } = options;
  const listeners = new Set<(judgement: Judgement) => void>();
  const earlier = earlierIn(book, settled, now());
  const talks = createTalks(recentCalls(book, now()));
  const gathering = createGathering({
    file: options.missed,
    callOf: (key) => {
      const call = book.webhooksOf(key).some(isTestWebhook) ? null : callOf(key);
      return call === null ? null : { call, claim: book.claimOf(key) };
    },
    lastHeard: earlier.lastHeard,
    heldBefore,
  });
  const summons = createSummons(book, now);
  let screen = emptyScreen(earlier);
  let state: Picture = EMPTY;
  let drawn = JSON.stringify(EMPTY);
  let timer: NodeJS.Timeout | undefined;
  let unseen = earlier.unseen;
  const replayed = createWaiting();
  let away = false;

  function step(event: ScreenEvent, replaying = false): void {
    const context = contextNow(!replaying && isLive());
    noteAway(context);
    const verdict = event.kind === 'heard' ? judge(screen, event.heard, event.call, context) : null;
    const before = screen;
    screen = nextScreen(screen, event, context);
    settled.settle(settledRings(before, event, screen), context.now);
    if (event.kind === 'heard' && verdict !== null) gathering.judged(event.call, verdict);
    if (!replaying && restNow(context) === null) gathering.tell();
    show(context);
    if (event.kind === 'heard' && verdict !== null) report(event, verdict, context.now);
    setTimer(context);
  }

  function show(context: ScreenContext): void {
    const { me, now: at, ringWindowS } = context;
    const cards = drawnOf(screen.cards).map((card) => view(card.call, card, at));
    const picture: Picture = {
      cards,
      more: screen.cards.length - cards.length,
      summoned: summons.isOn,
      sound: soundFor(screen.cards, talks.now(me, at, ringWindowS), preferences(), context),
      digest: restNow(context) === null ? gathering.digest(me) : null,
    };
    const text = JSON.stringify(picture);
    if (text === drawn) return;
    drawn = text;
    state = picture;
    draw(state);
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

  function report({ heard, call }: Heard, verdict: Verdict, at: number): void {
    const { webhookId, event } = heard;
    for (const listener of listeners)
      listener({ webhookId, topic: event.topic, call: call.key, verdict, at });
  }

  function contextNow(live: boolean): ScreenContext {
    const { me, policy } = standing();
    const moment = { now: now(), live, heldBefore, away: options.isAway() };
    return { ...moment, me, ringWindowS: policy.ringWindow, gates: preferences() };
  }

  function hear(change: BookChange): void {
    switch (change.kind) {
      case 'heard':
      case 'claimed':
        // What is replayed waits for what follows it: a call that is over by now must not pop first.
        if (isLive()) tell(change, false);
        else for (const over of replayed.add(change)) tell(over, true);
        return;
      case 'moved': {
        const to = callOf(change.to);
        gathering.moved(change.from, change.to);
        talks.gone([change.from]);
        if (to !== null) step({ kind: 'moved', from: change.from, to });
        return;
      }
      case 'gone':
        gathering.gone(change.calls);
        talks.gone(change.calls);
        step(change);
        if (book.order().length === 0) settled.clear();
        return;
      case 'noted':
      case 'restored':
        step({ kind: 'clock' });
        return;
      case 'texted':
        if (change.heard.event.topic === 'sms.received') hearText(change.heard);
        return;
      case 'left':
        gathering.changed(change.call);
        return;
      case 'passed':
        return;
    }
  }

  function hearText({ ageMs, heardAt }: HeardEvent): void {
    const context = contextNow(isLive());
    if (gathering.missesText(heardAt - ageMs, restNow(context) !== null)) step({ kind: 'clock' }, !isLive());
  }

  function tell(change: Told, replaying: boolean): void {
    gathering.changed(change.call);
    if (change.kind === 'claimed') {
      step({ kind: 'claimed', key: change.call, claim: change.claim }, replaying);
      return;
    }
    const call = callOf(change.call);
    if (call === null) return;
    talks.heard(call);
    step({ kind: 'heard', heard: change.heard, call }, replaying);
  }

  /** A ring of a run before: it pops as if it were told now, or nobody has seen it. */
  function tellAgain({ key, ring }: UnseenRing): void {
    const call = callOf(key);
    if (call === null) return;
    const at = now();
    const age = ageOfUnseen(ring, { now: at, relayNow: options.relayNow() });
    const { ringWindowS } = contextNow(false);
    if (age === null || !isFresh(age, ringWindowS) || isDecided(call) || book.claimOf(key) !== null) {
      gathering.unseen(call);
      settled.settle([ring.webhookId], at);
    } else step({ kind: 'heard', ...heardAgain({ ring, call }, age, at) }, true);
  }

  function refresh(): void {
    const live = isLive();
    if (live) {
      const again = unseen;
      unseen = [];
      for (const one of again) tellAgain(one);
      for (const change of replayed.take()) tell(change, true);
    }
    gathering.look(live && !options.isAway(), now());
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

  function bring(key: CallKey): void {
    const call = callOf(key);
    if (call !== null) step({ kind: 'show', call, claim: book.claimOf(key) });
  }

  const stopListening = book.onChange(hear);
  return {
    get state() {
      return state;
    },
    placeable,
    dismiss(key) {
      step({ kind: 'dismiss', key });
      book.dismiss(key);
    },
    pin: (key, pinned) => step({ kind: 'pin', key, pinned }),
    touch: (key, touched) => step({ kind: 'touch', key, touched }),
    letGo: () => step({ kind: 'letGo' }),
    show: bring,
    summon() {
      const begun = summons.begin(!isEmpty(state));
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
      stopListening();
      clearTimeout(timer);
    },
  };
}

type Heard = Extract<ScreenEvent, { kind: 'heard' }>;

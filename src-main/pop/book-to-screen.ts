import type { CallKey } from '../../src-shared/brand.ts';
import type { Call, ReceivedEvent } from '../../src-shared/calls/call.ts';
import { exhaustive } from '../../src-shared/exhaustive.ts';
import { isFresh } from '../../src-shared/calls/freshness.ts';
import type { BookChange, CallBook } from '../book/call-book.ts';
import type { Gathering } from '../digest/gathering.ts';
import { restNow } from '../presence/gate.ts';
import type { ScreenContext } from './on-screen.ts';
import type { ScreenEvent } from './screen.ts';
import type { SettledRings } from './settled-rings.ts';
import type { Talks } from './talks.ts';
import { ageOfUnseen, asReceivedNow, isDecided, type UnseenRing } from './unseen-rings.ts';
import { createWaiting, type CallNews } from './waiting.ts';

export interface BookToScreenParts {
  readonly book: CallBook;
  /** As this app names whom a call concerns. */
  readonly callOf: (key: CallKey) => Call | null;
  /** On screen, or closed a moment ago. */
  readonly hasCard: (key: CallKey) => boolean;
  readonly gathering: Gathering;
  readonly talks: Talks;
  readonly settled: SettledRings;
  /** Rings of a run before that nobody has seen through. */
  readonly unseen: readonly UnseenRing[];
  readonly isLive: () => boolean;
  readonly contextNow: (live: boolean) => ScreenContext;
  /** The relay's clock, in ms; null: it has not said. */
  readonly relayNow: () => number | null;
  /** ms since 1970. */
  readonly now: () => number;
  /** @param replaying it is told after its time */
  readonly step: (event: ScreenEvent, replaying: boolean) => void;
}

/** What the book says, as the screen is told of it: in order, and what is replayed together with what follows it. */
export interface BookToScreen {
  /** Tells what waited for the connection, if there is one now. */
  catchUp(): void;
  close(): void;
}

export function bringBookToScreen(parts: BookToScreenParts): BookToScreen {
  const { book, callOf, gathering, talks, settled, isLive, contextNow, now, step } = parts;
  const replayed = createWaiting();
  let { unseen } = parts;

  function follow(change: BookChange): void {
    switch (change.kind) {
      case 'received':
      case 'claimed':
        // What is replayed waits for what follows it: a call that is over by now must not pop first.
        if (isLive()) pass(change, false);
        else for (const over of replayed.add(change)) pass(over, true);
        return;
      case 'moved': {
        const to = callOf(change.to);
        gathering.moved(change.from, change.to);
        talks.gone([change.from]);
        if (to !== null) step({ kind: 'moved', from: change.from, to }, false);
        return;
      }
      case 'gone':
        gathering.gone(change.calls);
        talks.gone(change.calls);
        step(change, false);
        if (book.order().length === 0) settled.clear();
        return;
      case 'noted':
        step({ kind: 'clock' }, false);
        return;
      case 'crm':
        if (parts.hasCard(change.call)) step({ kind: 'clock' }, false);
        return;
      case 'restored':
      case 'contacts':
        foldAgain(change.calls);
        return;
      case 'texted':
        if (change.received.event.topic === 'sms.received') textReceived(change.received);
        return;
      case 'left': {
        const call = callOf(change.call);
        // Without its end it may be going on.
        if (call !== null) talks.update(call);
        foldAgain([change.call]);
        return;
      }
      case 'untexted':
        if (gathering.tellsOf([change.webhookId])) step({ kind: 'clock' }, !isLive());
        return;
      case 'textsRead':
        if (gathering.tellsOf(change.texts)) step({ kind: 'clock' }, !isLive());
        return;
      case 'passed':
        return;
      default:
        exhaustive(change);
    }
  }

  /**
   * What is said of these calls may have gone elsewhere, their end included, or have another name. There may be years of
   * them: only those that somebody looks at are read.
   */
  function foldAgain(keys: readonly CallKey[]): void {
    for (const key of keys) gathering.changed(key);
    const calls = keys
      .filter((key) => parts.hasCard(key) || talks.has(key))
      .flatMap((key) => callOf(key) ?? []);
    for (const call of calls) talks.update(call);
    step({ kind: 'folded', calls }, false);
  }

  function textReceived({ webhookId, ageMs, heardAt }: ReceivedEvent): void {
    const context = contextNow(isLive());
    if (gathering.missesText(webhookId, heardAt - ageMs, restNow(context) !== null))
      step({ kind: 'clock' }, !isLive());
  }

  function pass(change: CallNews, replaying: boolean): void {
    gathering.changed(change.call);
    if (change.kind === 'claimed') {
      const { call: key, claim } = change;
      const call = callOf(key);
      if (claim !== null) step({ kind: 'claimed', key, claim }, replaying);
      else if (call !== null) step({ kind: 'released', call }, replaying);
      return;
    }
    const call = callOf(change.call);
    if (call === null) return;
    talks.update(call);
    step({ kind: 'received', received: change.received, call, claim: book.claimOf(change.call) }, replaying);
  }

  /** A ring of a run before: it pops as if it were told now, or nobody has seen it. */
  function bringBack({ key, ring }: UnseenRing): void {
    const call = callOf(key);
    if (call === null) return;
    const at = now();
    const age = ageOfUnseen(ring, { now: at, relayNow: parts.relayNow() });
    const { ringWindowS } = contextNow(false);
    if (age === null || !isFresh(age, ringWindowS) || isDecided(call) || book.claimOf(key) !== null) {
      gathering.unseen(call);
      settled.settle([ring.webhookId], at);
    } else step({ kind: 'received', ...asReceivedNow({ ring, call }, age, at) }, true);
  }

  const stopListening = book.onChange(follow);
  return {
    catchUp() {
      if (!isLive()) return;
      const again = unseen;
      unseen = [];
      for (const one of again) bringBack(one);
      for (const change of replayed.take()) pass(change, true);
    },
    close: stopListening,
  };
}

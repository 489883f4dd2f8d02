import type { Verdict } from '../../src-shared/activity/activity.ts';
import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { endOf, isMissedCall } from '../../src-shared/calls/phase.ts';
import { exhaustive } from '../../src-shared/exhaustive.ts';
import type { Digest } from '../../src-shared/ipc/pop.ts';
import type { Shut } from '../presence/gate.ts';
import { absenceAtStart, fallsInto, nextAbsence } from '../presence/absence.ts';
import { digestOf, type MissedCall } from './digest.ts';
import type { MissedFile } from './missed-file.ts';
import * as missed from './missed.ts';

export interface GatheringOptions {
  readonly file: MissedFile;
  /** Null: it is not kept any more, or nobody can have missed it. */
  readonly callOf: (key: CallKey) => MissedCall | null;
  /** Whether the agent has a text message still to read. */
  readonly isUnread: (text: WebhookId) => boolean;
  /** When the app last heard anything before it was started, ms by this machine's clock; null: never. */
  readonly lastReceived: number | null;
  /** Of an absence that began earlier calls are counted and nobody is named; null: everybody is. */
  readonly heldBefore: number | null;
}

/** What became of an event of a call. */
export interface Judged {
  readonly call: Call;
  readonly verdict: Verdict;
  /** The call has rung here before, or was kept away. */
  readonly hasRung: boolean;
  /** What keeps cards of this call away now. */
  readonly shut: Shut | null;
}

/** Gathers what comes without a card, and tells it when the agent is back. */
export interface Gathering {
  /** An event of a call was judged. */
  judged(judged: Judged): void;
  /** Nobody sees this call's card any more. */
  unseen(call: Call): void;
  /**
   * This text message came, which was sent at `at`, while cards rested or not.
   * @returns whether it was missed
   */
  missesText(text: WebhookId, at: number, resting: boolean): boolean;
  /** Whether any of these text messages is being told of. */
  tellsOf(texts: readonly WebhookId[]): boolean;
  /** There is something new about this call. */
  changed(call: CallKey): void;
  moved(from: CallKey, to: CallKey): void;
  gone(calls: readonly CallKey[]): void;
  /**
   * How things stand has changed.
   * @param present the link is up and the computer awake
   */
  look(present: boolean, now: number): void;
  /** The agent is there and wants to see cards. */
  tell(): void;
  /** The agent has seen it, or does not care. */
  settle(): void;
  digest(me: string | null): Digest | null;
}

export function createGathering({
  file,
  callOf,
  isUnread,
  lastReceived,
  heldBefore,
}: GatheringOptions): Gathering {
  let state = file.readOr(missed.NOTHING_MISSED);
  let absence = absenceAtStart(lastReceived);
  /** What has been read of calls that are told of: reading hundreds for every picture would hold up a ring. */
  const known = new Map<CallKey, MissedCall | null>();

  function knownOf(key: CallKey): MissedCall | null {
    const one = known.get(key) ?? callOf(key);
    known.set(key, one);
    return one;
  }

  function become(next: missed.Missed): void {
    if (next === state) return;
    state = next;
    void file.keep(state);
  }
  const add = (call: Call) => become(missed.missedCall(state, call.key, call.startedAt));

  return {
    judged({ call, verdict, hasRung, shut }) {
      const isChosen = shut === 'line-muted' || shut === 'outbound-off';
      const isUnseen = !isChosen && (shut !== null || fallsInto(absence, call.startedAt));
      switch (verdict.kind) {
        case 'snoozed':
        case 'quiet-hours':
        case 'away':
          add(call);
          return;
        case 'late':
          if (isUnseen) add(call);
          return;
        case 'filed':
          if (isUnseen && !hasRung && isMissedCall(endOf(call), call)) add(call);
          return;
        case 'popped':
        case 'updated':
        case 'told-late':
        case 'colleague-dialled':
        case 'overtaken':
        case 'duplicate':
        case 'dismissed':
        case 'line-muted':
        case 'outbound-off':
        case 'held-back':
        case 'unreadable':
          return;
        default:
          exhaustive(verdict);
      }
    },
    unseen: add,
    missesText(text, at, resting) {
      const misses = resting || fallsInto(absence, at);
      if (misses) become(missed.missedText(state, text, at));
      return misses;
    },
    tellsOf: (texts) => texts.some((text) => state.told?.texts.includes(text) === true),
    changed: (call) => void known.delete(call),
    moved(from, to) {
      known.delete(from);
      known.delete(to);
      become(missed.renamed(state, from, to));
    },
    gone: (calls) => become(missed.forgotten(state, calls)),
    look(present, now) {
      known.clear();
      absence = nextAbsence(absence, present, now);
    },
    tell: () => become(missed.told(state)),
    settle() {
      known.clear();
      become(missed.settled(state));
    },
    digest(me) {
      if (state.told === null) return null;
      const calls = state.told.calls.flatMap((key) => knownOf(key) ?? []);
      const { since, texts, messages } = state.told;
      const digest = digestOf({ since, messages: messages + texts.filter(isUnread).length }, calls, me);
      return digest !== null && digest.since < (heldBefore ?? 0) ? { ...digest, who: [] } : digest;
    },
  };
}

import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import type { BookChange } from '../book/call-book.ts';
import { changedCalls } from '../book/changed-calls.ts';
import type { PlaceInOrder } from '../book/order.ts';
import { inTurns } from '../book/turns.ts';
import {
  isMissed,
  isSameParty,
  isAnswered,
  knownMissed,
  mayBeNews,
  type KnownMissed,
  type MissedFacts,
} from './missed-call.ts';

/** More than this is no news any more. */
const COUNTED_AT_MOST = 200;

export interface MissedParts extends MissedFacts {
  readonly order: () => readonly PlaceInOrder[];
  readonly onChange: (listener: (change: BookChange) => void) => () => void;
  /** Time alone has changed where calls stand. */
  readonly onTurn: (listener: (calls: readonly CallKey[]) => void) => () => void;
  /** Lines, people and the ring window may be others than before. */
  readonly onRenamed: (listener: () => void) => () => void;
  readonly look: () => void;
  /** Whether the agent looks at the calls right now. */
  readonly isLooking: () => boolean;
  /** False while the book of before waits for the keychain: nobody knows yet when the agent last looked. */
  readonly isWhole: () => boolean;
}

/** Calls that nobody has answered or taken since the agent last looked. */
export interface MissedWatch {
  /** Newest first. */
  readonly calls: readonly Call[];
  /** The agent looks at the calls. */
  looked(): void;
  /** The agent has seen this one. */
  seen(key: CallKey): void;
  /** The agent has its card back. */
  unseen(key: CallKey): void;
  /** The relay has told everything: what it told a new computer is history, not news. Nothing, while the book is not whole. */
  caughtUp(): void;
  known(call: Call): KnownMissed;
  /** Finds what was missed in runs before. */
  recall(): Promise<void>;
  onChange(listener: (calls: readonly Call[]) => void): () => void;
  close(): void;
}

export function watchMissed(parts: MissedParts): MissedWatch {
  const missed = new Map<CallKey, Call>();
  const seen = new Set<CallKey>();
  const listeners = new Set<(calls: readonly Call[]) => void>();
  let calls: readonly Call[] = [];

  function consider(key: CallKey): void {
    const call = parts.call(key);
    if (call === null) {
      missed.delete(key);
      return;
    }
    if (seen.has(key) || !isMissed(call, parts)) missed.delete(key);
    else if (parts.isLooking()) parts.look();
    else missed.set(key, call);
    // Whoever speaks with somebody has dealt with what was missed of theirs.
    if (isAnswered(call))
      for (const [other, earlier] of missed)
        if (earlier.startedAt < call.startedAt && isSameParty(earlier, call)) missed.delete(other);
  }

  function follow(change: BookChange): void {
    if (change.kind === 'moved' && seen.delete(change.from)) seen.add(change.to);
    if (change.kind === 'gone') for (const key of change.calls) seen.delete(key);
    if (change.kind === 'restored') void recall();
    else if (change.kind === 'contacts') reconsider(change.calls.filter((key) => missed.has(key)));
    else reconsider(changedCalls(change));
  }

  function reconsider(keys: readonly CallKey[]): void {
    if (keys.length === 0) return;
    for (const key of keys) consider(key);
    settle();
  }

  function settle(): void {
    // What an event moves is under its new key before the old one is told of: it is not two calls meanwhile.
    for (const key of missed.keys()) if (parts.call(key) === null) missed.delete(key);
    const now = [...missed.values()].sort((a, b) => b.startedAt - a.startedAt);
    for (const { key } of now.splice(COUNTED_AT_MOST)) missed.delete(key);
    if (now.length === calls.length && now.every((call, at) => call === calls[at])) return;
    calls = now;
    for (const listener of listeners) listener(calls);
  }

  async function recall(): Promise<void> {
    await inTurns([...parts.order()], (place) => {
      if (mayBeNews(place, parts)) consider(place.key);
    });
    settle();
  }

  const stops = [parts.onChange(follow), parts.onTurn(reconsider), parts.onRenamed(() => void recall())];
  return {
    get calls() {
      return calls;
    },
    looked() {
      parts.look();
      seen.clear();
      missed.clear();
      settle();
    },
    seen(key) {
      if (!missed.delete(key)) return;
      seen.add(key);
      settle();
    },
    unseen(key) {
      if (seen.delete(key)) reconsider([key]);
    },
    caughtUp() {
      if (parts.isWhole() && parts.lookedAt() === 0) parts.look();
    },
    known: (call) => knownMissed(call, parts),
    recall,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => stops.forEach((stop) => stop()),
  };
}

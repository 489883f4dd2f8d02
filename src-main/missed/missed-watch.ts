import type { CallKey } from '../../src-shared/brand.ts';
import type { Call, Claim } from '../../src-shared/calls/call.ts';
import { phaseOf } from '../../src-shared/calls/phase.ts';
import { readNumber, sameNumber } from '../../src-shared/format/phone.ts';
import type { BookChange } from '../book/call-book.ts';
import type { PlaceInOrder } from '../book/order.ts';

/** A call from longer before the last look is history, however late it is told. */
const LATE_AT_MOST_MS = 24 * 3_600_000;
/** More than this is no news any more. */
const COUNTED_AT_MOST = 200;

export interface MissedParts {
  readonly call: (key: CallKey) => Call | null;
  readonly claimOf: (key: CallKey) => Claim | null;
  readonly order: () => readonly PlaceInOrder[];
  /** When the call was last heard of, ms by this machine's clock. */
  readonly lastHeard: (key: CallKey) => number;
  readonly isTest: (key: CallKey) => boolean;
  readonly onChange: (listener: (change: BookChange) => void) => () => void;
  /** When the agent last looked at the calls, ms by this machine's clock. */
  readonly lookedAt: () => number;
  readonly look: () => void;
  /** Whether the agent looks at the calls right now. */
  readonly isLooking: () => boolean;
}

/** Calls that nobody has answered or taken since the agent last looked. */
export interface MissedWatch {
  /** Newest first. */
  readonly calls: readonly Call[];
  /** The agent looks at the calls. */
  looked(): void;
  /** The agent has seen this one. */
  seen(key: CallKey): void;
  /** The relay has told everything: what it told a new computer is history, not news. */
  caughtUp(): void;
  /** Reads the whole book, for what was missed in runs before. */
  recall(): void;
  onChange(listener: (calls: readonly Call[]) => void): () => void;
  close(): void;
}

export function watchMissed(parts: MissedParts): MissedWatch {
  const missed = new Map<CallKey, Call>();
  const seen = new Set<CallKey>();
  const listeners = new Set<(calls: readonly Call[]) => void>();
  let calls: readonly Call[] = [];

  function isMissed(call: Call): boolean {
    const lookedAt = parts.lookedAt();
    return (
      lookedAt > 0 &&
      isUnanswered(call) &&
      parts.claimOf(call.key) === null &&
      call.startedAt > lookedAt - LATE_AT_MOST_MS &&
      parts.lastHeard(call.key) > lookedAt &&
      !seen.has(call.key) &&
      !parts.isTest(call.key)
    );
  }

  function consider(key: CallKey): void {
    const call = parts.call(key);
    if (call === null) {
      missed.delete(key);
      return;
    }
    if (!isMissed(call)) missed.delete(key);
    else if (parts.isLooking()) parts.look();
    else missed.set(key, call);
    // Whoever speaks with somebody has dealt with what was missed of theirs.
    if (isSpokenWith(call))
      for (const [other, earlier] of missed)
        if (earlier.startedAt < call.startedAt && isSameParty(earlier, call)) missed.delete(other);
  }

  function hear(change: BookChange): void {
    if (change.kind === 'heard' || change.kind === 'claimed') consider(change.call);
    else if (change.kind === 'gone') for (const key of change.calls) missed.delete(key);
    else if (change.kind === 'moved') {
      missed.delete(change.from);
      if (seen.delete(change.from)) seen.add(change.to);
      consider(change.to);
    } else return;
    settle();
  }

  function settle(): void {
    const now = [...missed.values()].sort((a, b) => b.startedAt - a.startedAt).slice(0, COUNTED_AT_MOST);
    if (now.length === calls.length && now.every((call, at) => call === calls[at])) return;
    calls = now;
    for (const listener of listeners) listener(calls);
  }

  const stop = parts.onChange(hear);
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
    caughtUp() {
      if (parts.lookedAt() === 0) parts.look();
    },
    recall() {
      const since = parts.lookedAt() - LATE_AT_MOST_MS;
      const recent = parts.order().filter(({ startedAt }) => startedAt > since);
      for (const { key } of recent.toSorted((a, b) => a.startedAt - b.startedAt)) consider(key);
      settle();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: stop,
  };
}

function isUnanswered(call: Call): boolean {
  if (call.direction !== 'inbound' || call.ended === null) return false;
  // The clock plays no part in how a call ended.
  const phase = phaseOf(call, 0, 0);
  return phase === 'missed' || phase === 'voicemail';
}

function isSpokenWith(call: Call): boolean {
  return call.answeredAt !== null || (call.ended !== null && !isUnanswered(call) && call.handledBy !== null);
}

function isSameParty(one: Call, other: Call): boolean {
  return sameNumber(readNumber(one.number), readNumber(other.number)) !== null;
}

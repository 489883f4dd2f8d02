import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { phaseOf } from '../../src-shared/calls/phase.ts';
import type { CallBook } from '../book/call-book.ts';

/** Allo may never say that a call has ended: after so long it is taken as over. */
const LONGEST_CALL_MS = 2 * 3_600_000;

/** More than a team is in at once; of more, those that were heard of last. */
const MOST = 1_000;

/** Whether this agent is in this call, or dialling it. */
export function isTalking(call: Call, me: string | null, now: number, ringWindowS: number): boolean {
  if (me === null) return false;
  const phase = phaseOf(call, now, ringWindowS);
  if (phase === 'dialling') return call.users.includes(me);
  const since = call.answeredAt ?? call.startedAt;
  return phase === 'answered' && call.handledBy === me && now - since < LONGEST_CALL_MS;
}

/** The calls that may still go on, out of all that are heard of. */
export interface Talks {
  readonly size: number;
  has(key: CallKey): boolean;
  update(call: Call): void;
  gone(calls: readonly CallKey[]): void;
  now(me: string | null, at: number, ringWindowS: number): boolean;
}

export function createTalks(calls: Iterable<Call>): Talks {
  const open = new Map<CallKey, Call>();
  const update = (call: Call): void => {
    open.delete(call.key);
    if (call.ended !== null || (call.direction === 'inbound' && call.answeredAt === null)) return;
    open.set(call.key, call);
    const [oldest] = open.keys();
    if (open.size > MOST && oldest !== undefined) open.delete(oldest);
  };
  for (const call of calls) update(call);
  return {
    get size() {
      return open.size;
    },
    has: (key) => open.has(key),
    update,
    gone: (keys) => {
      for (const key of keys) open.delete(key);
    },
    now(me, at, ringWindowS) {
      for (const call of open.values()) {
        if (at - call.startedAt >= LONGEST_CALL_MS) open.delete(call.key);
        else if (isTalking(call, me, at, ringWindowS)) return true;
      }
      return false;
    },
  };
}

/** The calls in the book that may still go on. */
export function recentCalls(book: CallBook, now: number): Call[] {
  return book
    .order()
    .filter(({ startedAt }) => now - startedAt < LONGEST_CALL_MS)
    .flatMap(({ key }) => book.call(key) ?? []);
}

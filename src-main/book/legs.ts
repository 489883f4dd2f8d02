import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { legsOf, MOST_PART_MS } from '../../src-shared/calls/legs.ts';
import type { CallBook } from './call-book.ts';

/** More than a transfer has: what is tied to more of them is no transfer. */
const MOST_CANDIDATES = 64;
/** A call goes from hand to hand for a day at most. */
const REACH_MS = 24 * 3_600_000;

/** The parts of a transferred call that the book knows, in the order they began, this one among them. */
export function legsIn(
  book: Pick<CallBook, 'callsWith' | 'callsNamed' | 'call'>,
  call: Call,
  agentBehind: (address: string) => string,
): Call[] {
  const near = new Map<CallKey, Call>([[call.key, call]]);
  const isNear = ({ startedAt }: Call) => Math.abs(startedAt - call.startedAt) <= REACH_MS;
  const add = (keys: readonly CallKey[]) => {
    for (const key of keys) {
      if (near.size >= MOST_CANDIDATES) return;
      const other = near.has(key) ? null : book.call(key);
      if (other !== null && isNear(other)) near.set(key, other);
    }
  };
  const since = call.startedAt - MOST_PART_MS;
  const ofNumber = book.callsWith(call.number, since, call.startedAt + MOST_PART_MS);
  add(ofNumber);
  // A map goes on through what is added to it meanwhile.
  for (const { ended } of near.values()) {
    if (ended === null) continue;
    const ids = [ended.alloId, ended.originalCallId].filter((id) => id !== null);
    add(book.callsNamed(ids, call.startedAt - REACH_MS));
  }
  return near.size === 1 ? [call] : legsOf(call, near.values(), agentBehind);
}

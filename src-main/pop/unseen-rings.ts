import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { Call, ReceivedEvent } from '../../src-shared/calls/call.ts';
import { isRing } from '../../src-shared/calls/sighting.ts';
import type { CallBook } from '../book/call-book.ts';

/** A ring of a run before whose card nobody can have seen through: the run ended first. */
export interface UnseenRing {
  readonly key: CallKey;
  readonly ring: ReceivedEvent;
}

/** What runs before have said of rings. */
export interface SettledBefore {
  /** Every ring that was heard before it is settled, ms by this machine's clock. */
  readonly before: number;
  readonly has: (ring: WebhookId) => boolean;
}

/** The two clocks by which time has passed since a run before. */
export interface Clocks {
  /** This machine's, in ms. */
  readonly now: number;
  /** The relay's, in ms; null: it has not said. */
  readonly relayNow: number | null;
}

/**
 * The calls that may still ring, as far as the book goes: nobody answered, took, closed or ended them, and their card was
 * neither kept away nor left by itself. At most one ring each, the newest.
 */
export function unseenRings(
  book: Pick<CallBook, 'call' | 'claimOf' | 'events' | 'isDismissed' | 'webhooksOf' | 'lastReceived'>,
  keys: readonly CallKey[],
  settled: SettledBefore,
): UnseenRing[] {
  // Most are known to be settled without being read.
  const maybe = keys.filter(
    (key) => book.lastReceived(key) >= settled.before && !book.webhooksOf(key).some(settled.has),
  );
  return maybe.flatMap((key) => {
    if (book.isDismissed(key) || book.claimOf(key) !== null) return [];
    const call = book.call(key);
    if (call === null || isDecided(call)) return [];
    const ring = book.events(key).findLast(({ event }) => isRing(event.topic));
    return ring === undefined ? [] : [{ key, ring }];
  });
}

/** Somebody answered, or it is over. */
export function isDecided(call: Pick<Call, 'answeredAt' | 'ended'>): boolean {
  return call.answeredAt !== null || call.ended !== null;
}

/**
 * How old a ring of a run before is, in ms: its age when it was heard, and what went by here since. A clock that was set
 * in between is noticed by the relay's: the ring is at least as old as what went by there since it came in, and at most
 * that much older than when it was heard. Allo's clock has no part in it.
 * @returns null when no clock can tell
 */
export function ageOfUnseen(
  { ageMs, heardAt, receivedAt }: Pick<ReceivedEvent, 'ageMs' | 'heardAt' | 'receivedAt'>,
  { now, relayNow }: Clocks,
): number | null {
  const here = now >= heardAt ? ageMs + now - heardAt : null;
  const there = relayNow === null ? NaN : relayNow - Date.parse(receivedAt);
  if (!(there >= 0)) return here;
  const least = Math.max(ageMs, there);
  return Math.min(Math.max(here ?? least, least), ageMs + there);
}

/** The ring and its call as if they were heard now. @param age as `ageOfUnseen` gives it */
export function asReceivedNow(
  { ring, call }: { readonly ring: ReceivedEvent; readonly call: Call },
  age: number,
  now: number,
): { readonly received: ReceivedEvent; readonly call: Call } {
  const wasRight = age === ring.ageMs + now - ring.heardAt;
  return {
    received: { ...ring, ageMs: age, heardAt: now },
    // By a clock that was set meanwhile it would ring too long, or not at all.
    call: wasRight ? call : { ...call, startedAt: now - age, rangAt: now - age },
  };
}

import { createHmac } from 'node:crypto';
import { alloCallKey } from '../../src-shared/calls/allo-call-id.ts';

/** What was erased is remembered by marks, of which only hashes by the journal's own key are kept. */

const HOUR_MS = 3_600_000;
/** The sender can resend 14 days back. */
export const IDS_KEPT_MS = 15 * 24 * HOUR_MS;
/** For so long it tries again by itself what it could not deliver. */
export const CALLS_KEPT_MS = 28 * HOUR_MS;
/** The events of a call name starts that are no further apart. */
const SLOT_MS = 20_000;
const HASH_BYTES = 16;
/** In a body that cannot be read. */
const NAMED_IDS = /"(?:call_?id|id)"\s*:\s*"([\w-]{1,128})"/gi;
const MAX_NAMED = 1_000;

export const callMark = (id: string): string => `call ${alloCallKey(id)}`;
export const messageMark = (id: string): string => `message ${id}`;
export const contactMark = (id: string): string => `contact ${id}`;
export const ringMark = (tail: string, slot: number): string => `ring ${tail} ${slot}`;
export const slotOf = (startedAt: number): number => Math.floor(startedAt / SLOT_MS);

/** As it is kept in `erased.hash`. */
export function hashOfMark(key: Uint8Array, mark: string): Buffer {
  return createHmac('sha256', key).update(mark).digest().subarray(0, HASH_BYTES);
}

/** The marks of the calls and messages that a body names which cannot be read, a thousand ids at most. */
export function marksNamedIn(body: string): string[] {
  const ids = new Set<string>();
  for (const [, id = ''] of body.matchAll(NAMED_IDS)) {
    ids.add(id);
    if (ids.size >= MAX_NAMED) break;
  }
  return [...ids].flatMap((id) => [callMark(id), messageMark(id)]);
}

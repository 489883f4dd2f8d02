import type { AlloEvent } from '../allo/events.ts';
import type { Instant } from '../brand.ts';

/** How long a ring may pop, when the admin sets nothing else. */
export const DEFAULT_RING_WINDOW_S = 45;
/** The longest that an admin can set. */
export const MAX_RING_WINDOW_S = 600;
/**
 * What became of a ring is told within this, also on a bad day: in the field completions came up to 43 min late. Without
 * news by then nobody answered it.
 */
export const NEWS_COMES_WITHIN_MS = 45 * 60_000;
/** Nobody is on the phone for longer: a call whose end was never told is over by then. */
export const LONGEST_CALL_MS = 4 * 3_600_000;
/** How long a quiet card stays before it leaves on its own. */
export const QUIET_LINGER_MS = 10_000;

/**
 * When the thing an event tells of happened: the ring for a ring, the pick-up for an answer, the sending for a
 * text, and for the rest the moment that Allo stamped.
 */
export function occurredAt(event: AlloEvent, receivedAt: Instant): Instant {
  switch (event.topic) {
    case 'call.received':
    case 'call.triggered':
      return event.data.started_at;
    case 'call.answered':
      return event.data.answered_at ?? event.data.started_at;
    case 'call.completed':
      return event.timestamp ?? event.data.started_at;
    case 'sms.received':
    case 'sms.sent':
      return event.data.sent_at;
    case 'tag.added':
    case 'tag.removed':
    case 'contact.created':
    case 'contact.updated':
    case 'summary.updated':
      return event.timestamp ?? receivedAt;
  }
}

/** How long ago, in whole ms and never negative: a clock of Allo's that runs ahead makes an event new, not unborn. */
export function ageMs(happened: Instant, now: number): number {
  return Math.max(0, Math.round(now - Date.parse(happened)));
}

/** Whether a ring of this age may pop: up to and including the ring window, live or replayed alike. */
export function isFresh(age: number, ringWindowS: number): boolean {
  return age <= ringWindowS * 1000;
}

import type { AlloEvent } from '../../../src-shared/allo/events.ts';
import type { Instant } from '../../../src-shared/brand.ts';
import { occurredAt } from '../../../src-shared/calls/freshness.ts';

/** When the thing that an event tells of happened. @param receivedAt ms since 1970, for one that bears no moment */
export function happenedAt(event: AlloEvent, receivedAt: number): Instant {
  // To write a moment takes longer than most that is done with an event.
  return occurredAt(event, event.timestamp ?? instantOf(receivedAt));
}

function instantOf(ms: number): Instant {
  return new Date(ms).toISOString() as Instant;
}

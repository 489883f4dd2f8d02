import type { AlloEvent } from '../../../src-shared/allo/events.ts';
import type { CallKey, Instant, WebhookId } from '../../../src-shared/brand.ts';
import type { Sighting } from '../../../src-shared/calls/sighting.ts';
import type { EventId } from '../../sql/ids.ts';
import type { EventRef } from './changes.ts';

export interface Moved {
  readonly event: EventId;
  readonly from: CallKey;
  readonly call: CallKey;
}

export interface Opened {
  readonly call: CallKey;
  readonly event: EventRef;
  readonly sighting: Sighting;
}

/** Where a new event is filed, and what that changes for earlier ones. */
export interface Filed {
  readonly call: CallKey | null;
  /** Nothing else is filed under its call. */
  readonly isAlone: boolean;
  /** Its call has an earlier event that did not say its direction: the number outside may be another one than was thought. */
  readonly wasUnsure: boolean;
  /** Earlier events that belong to another call now. One that moves twice stands here twice, in this order. */
  readonly moved: readonly Moved[];
  /** Calls that were not known before, each with its first event. */
  readonly opened: readonly Opened[];
  /** Tags and summaries that waited for this event to name its call. */
  readonly released: readonly EventId[];
}

/** An event that was filed, before it is remembered and delivered. */
export interface News {
  readonly webhookId: WebhookId;
  readonly event: AlloEvent;
  /** As it is to be kept: Allo's `data` as JSON. */
  readonly data: string;
  readonly filed: Filed;
  readonly occurredAt: Instant;
  /** Ms since 1970, by the relay's clock. */
  readonly receivedAt: number;
}

/** Where an earlier event was before, null: it waited for its call, and where it is now. */
export interface Place {
  readonly from: CallKey | null;
  readonly to: CallKey;
}

/** Where every event that a filing moves or releases is taken from, and where it ends up. */
export function placesOf({ call, moved, released }: Filed): ReadonlyMap<EventId, Place> {
  const places = new Map<EventId, Place>();
  for (const { event, from, call: to } of moved)
    places.set(event, { from: places.get(event)?.from ?? from, to });
  if (call !== null) for (const event of released) places.set(event, { from: null, to: call });
  return places;
}

/** What is filed under a call once events have moved: those that stay, then those that come, with what `come` reads. */
export function movedInto<T extends { readonly event: EventId }>(
  call: CallKey,
  kept: readonly T[],
  places: ReadonlyMap<EventId, Place>,
  come: (event: EventId, from: CallKey | null) => T,
): T[] {
  const stayed = kept.filter(({ event }) => (places.get(event)?.to ?? call) === call);
  const came = [...places].filter(([, { from, to }]) => to === call && from !== call);
  if (came.length === 0) return stayed;
  return [...stayed, ...came.map(([event, { from }]) => come(event, from))].sort((a, b) => a.event - b.event);
}

import type { TimeSource } from '../allo/dated.ts';
import type { AlloEvent, EventOf } from '../allo/events.ts';
import { readNumber, type NumberKey } from '../format/phone.ts';
import { alloCallKey } from './allo-call-id.ts';

export type Direction = 'inbound' | 'outbound';

/** The events that can open a call. */
export const CALL_TOPICS = ['call.received', 'call.triggered', 'call.answered', 'call.completed'] as const;

/** Whether this is how a call begins, rung or dialled. */
export function isRing(topic: string): boolean {
  return topic === 'call.received' || topic === 'call.triggered';
}
export type CallTopic = (typeof CALL_TOPICS)[number];
export type CallEventBody = EventOf<CallTopic>;

/** What one event says about which phone call it belongs to: Allo names a call only when it is over. */
export interface Sighting {
  /** Unique, for example the webhook id. */
  readonly ref: string;
  readonly topic: CallTopic;
  /** Null when an answered event does not say. */
  readonly direction: Direction | null;
  /** Start of the call in ms since 1970, by Allo's clock. */
  readonly startedAt: number;
  /** The event's own start could not be read: this is when it was sent or came in, which may be later. */
  readonly isRough?: boolean;
  /** Whose phone it is about, lower case; null when Allo does not say. */
  readonly user: string | null;
  readonly from: NumberKey;
  readonly to: NumberKey;
  /** The Allo number that was first called, where it differs from `to`. */
  readonly originalTo: NumberKey | null;
  /** Allo's id in one spelling, which only `call.completed` has. */
  readonly callId: string | null;
}

export function isCallEvent(event: AlloEvent): event is CallEventBody {
  return (CALL_TOPICS as readonly string[]).includes(event.topic);
}

/** Reads INBOUND and OUTBOUND in any case; null for what is neither. */
export function readDirection(word: string | null): Direction | null {
  const lower = word?.toLowerCase();
  return lower === 'inbound' || lower === 'outbound' ? lower : null;
}

/** What `event` tells the matching. */
export function sightingOf(ref: string, event: CallEventBody, timed: TimeSource = 'said'): Sighting {
  const { data } = event;
  return {
    ref,
    topic: event.topic,
    direction: directionOf(event),
    startedAt: Date.parse(data.started_at),
    ...(timed === 'said' ? {} : { isRough: true }),
    user: data.user_email?.toLowerCase() ?? null,
    from: readNumber(data.from_number),
    to: readNumber(data.to_number),
    originalTo:
      event.topic === 'call.completed' && event.data.original_to_number !== null
        ? readNumber(event.data.original_to_number)
        : null,
    callId: event.topic === 'call.completed' ? alloCallKey(event.data.id) : null,
  };
}

export function directionOf(event: CallEventBody): Direction | null {
  switch (event.topic) {
    case 'call.received':
      return 'inbound';
    case 'call.triggered':
      return 'outbound';
    case 'call.answered':
      return readDirection(event.data.direction);
    case 'call.completed':
      return readDirection(event.data.type);
  }
}

/** The number at the other end, seen in `direction`. */
export function outsideOf({ from, to }: Sighting, direction: Direction): NumberKey {
  return direction === 'inbound' ? from : to;
}

/** The Allo numbers of the call, seen in `direction`: one, or the one first called as well. */
export function linesOf({ from, to, originalTo }: Sighting, direction: Direction): NumberKey[] {
  if (direction === 'outbound') return [from];
  return originalTo === null ? [to] : [to, originalTo];
}

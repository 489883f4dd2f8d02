import type { Instant } from '../brand.ts';
import { toInstant } from './moments.ts';

/** Where an event's moment comes from: the event itself, the time that Allo sent it at, or its arrival at the relay. */
export type TimeSource = 'said' | 'envelope' | 'arrival';

export interface Dated {
  /** The body with a moment that can be read. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly timed: TimeSource;
}

/** What each topic says of when it happened, best first. */
const FIELDS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'call.received': ['started_at', 'start_date'],
  'call.triggered': ['started_at', 'start_date'],
  'call.answered': ['started_at', 'start_date', 'answered_at'],
  'call.completed': ['started_at', 'start_date'],
  'sms.received': ['sent_at'],
  'sms.sent': ['sent_at'],
};
/** Nothing is told of before it happens: two clocks may differ, but not by a day. */
const AHEAD_AT_MOST_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** Whether a moment is later than its event was sent, by more than clocks differ. */
export function isAhead(moment: Instant, sent: Instant | null): boolean {
  return sent !== null && Date.parse(moment) - Date.parse(sent) > AHEAD_AT_MOST_MS;
}

/**
 * Gives an event whose own moment cannot be read, or cannot be, another one: what else it says, else when Allo sent it, else
 * when it arrived. A completed call began as long before it was sent as it took.
 * @returns null when there is none of them, or the topic needs no moment
 */
export function datedOtherwise(body: unknown, arrived: Instant | null): Dated | null {
  if (!isObject(body) || !isObject(body['data'])) return null;
  const { data } = body;
  const fields =
    typeof body['topic'] === 'string' && Object.hasOwn(FIELDS, body['topic'])
      ? FIELDS[body['topic']]
      : undefined;
  if (fields === undefined) return null;
  const stamped = toInstant(body['timestamp']);
  const sent = stamped !== null && isAhead(stamped, arrived) ? null : stamped;
  const said = fields.map((field) => toInstant(data[field])).find((at) => at !== null && !isAhead(at, sent));
  const at = said ?? startOf(body['topic'], data, sent ?? arrived);
  if (at === null) return null;
  const timed = said !== undefined ? 'said' : sent !== null ? 'envelope' : 'arrival';
  const timestamp = timed === 'arrival' ? arrived : body['timestamp'];
  return { body: { ...body, timestamp, data: { ...data, [fields[0]]: at } }, timed };
}

function startOf(
  topic: unknown,
  data: Readonly<Record<string, unknown>>,
  end: Instant | null,
): Instant | null {
  const minutes = Number(data['length_in_minutes']);
  if (end === null || topic !== 'call.completed' || !(minutes > 0 && minutes < 24 * 60)) return end;
  return new Date(Date.parse(end) - Math.round(minutes * MINUTE_MS)).toISOString() as Instant;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { readEvent, type EventOf } from '../../src-shared/allo/events.ts';
import type { WebhookId } from '../../src-shared/brand.ts';
import { alloCallKey } from '../../src-shared/calls/allo-call-id.ts';
import { LONGEST_CALL_MS } from '../../src-shared/calls/freshness.ts';
import { RECOVERED_WEBHOOK_PREFIX } from '../../src-shared/calls/recovered.ts';
import { readDirection } from '../../src-shared/calls/sighting.ts';

const text = v.optional(v.nullable(v.string()), null);
const readable = <S extends v.GenericSchema>(schema: S) =>
  v.fallback(v.optional(v.nullable(schema), null), null);

const lineSchema = v.object({ source: text, time: text, text: v.pipe(v.string(), v.minLength(1)) });

/**
 * A call as Allo's API lists it; what it has beside is not asked for. One value that cannot be read costs only itself.
 * Source: https://help.withallo.com/en/v2/api-reference/conversations/get-item
 */
const itemSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,128}$/)),
  type: v.literal('CALL'),
  direction: v.picklist(['INBOUND', 'OUTBOUND']),
  allo_number: v.string(),
  contact_number: text,
  date: v.pipe(
    v.string(),
    v.check((date) => !Number.isNaN(Date.parse(date))),
  ),
  contacts: readable(v.array(v.object({ name: text }))),
  user: readable(v.object({ email: text, name: text })),
  duration: readable(v.pipe(v.number(), v.minValue(0))),
  result: readable(v.string()),
  recording_url: readable(v.string()),
  summary: readable(v.string()),
  tags: readable(v.array(v.union([v.string(), v.object({ name: v.string() })]))),
  transcript: readable(v.array(v.unknown())),
});
export type CallItem = v.InferOutput<typeof itemSchema>;

/** Null: it is no call, or cannot be read. */
export function readItem(entry: unknown): CallItem | null {
  const read = v.safeParse(itemSchema, entry);
  return read.success ? read.output : null;
}

/** When the call began, ms since 1970. */
export function startOf({ date }: CallItem): number {
  return Date.parse(date);
}

/** Whether Allo says that the call is over, or it must be by now. */
export function isOver({ result, duration, date }: CallItem, now: number): boolean {
  return result !== null || duration !== null || now - Date.parse(date) > LONGEST_CALL_MS;
}

/** The same for the same call, whichever way its id is written. */
export function recoveredIdOf({ id }: Pick<CallItem, 'id'>): WebhookId {
  const hash = createHash('sha256').update(alloCallKey(id)).digest('hex').slice(0, 40);
  return `${RECOVERED_WEBHOOK_PREFIX}${hash}` as WebhookId;
}

/** `call.completed` as a webhook would have told it, as far as Allo's API knows. @param now ms since 1970 */
export function completionOf(item: CallItem, now: number): string {
  const { direction, allo_number: line, contact_number: number, duration, result } = item;
  const isInbound = readDirection(direction) === 'inbound';
  const name = item.contacts?.length === 1 ? (item.contacts[0]?.name ?? null) : null;
  const started = startOf(item);
  const ended = Math.max(started, Math.min(now, started + (duration ?? 0) * 1000));
  const tags = (item.tags ?? []).map((tag) => (typeof tag === 'string' ? tag : tag.name));
  const lines = (item.transcript ?? []).flatMap((entry) => {
    const read = v.safeParse(lineSchema, entry);
    return read.success ? [read.output] : [];
  });
  return JSON.stringify({
    topic: 'call.completed',
    version: '2.0',
    timestamp: new Date(ended).toISOString(),
    data: {
      id: alloCallKey(item.id),
      start_date: new Date(started).toISOString(),
      recording_url: item.recording_url,
      from_number: isInbound ? number : line,
      from_name: isInbound ? name : null,
      to: isInbound ? line : number,
      to_name: isInbound ? null : name,
      length_in_minutes: duration === null ? null : duration / 60,
      length: duration === null ? null : lengthOf(Math.round(duration)),
      tag: tags[0] ?? null,
      tags,
      summary: item.summary,
      transcriptions: lines,
      concatenated_transcript: lines.map((one) => one.text).join(' '),
      data_collected: {},
      type: direction,
      result: resultOf(result, duration),
      integration_id: null,
      transfer_from: null,
      transfer_to: null,
      transfer_original_call_id: null,
      user_email: item.user?.email ?? null,
      original_to_number: null,
      original_to_name: null,
      ivr_result: [],
    },
  });
}

/**
 * The API has fewer words than the webhook: for a call that nobody took it has none, where the webhook says FAILED. Its
 * TRANSFERRED may be either of the webhook's two and stays as it is: results are an open set.
 */
function resultOf(result: string | null, duration: number | null): string | null {
  if (result !== null) return result;
  return (duration ?? 0) === 0 ? 'FAILED' : null;
}

function lengthOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
}

/** The completion, read like a webhook's; null when it cannot be one. */
export function completedEventOf(item: CallItem, now: number): EventOf<'call.completed'> | null {
  const read = readEvent(JSON.parse(completionOf(item, now)), now);
  return read.ok && read.event.topic === 'call.completed' ? read.event : null;
}

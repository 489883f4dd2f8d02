import * as v from 'valibot';
import { readEvent } from '../../src-shared/allo/events.ts';
import type { CallKey, Epoch } from '../../src-shared/brand.ts';
import type { HeardEvent } from '../../src-shared/calls/call.ts';
import { relayFrameSchema, type EventFrame } from '../../src-shared/wire/protocol.ts';

/** One line of the book's file. The cursor is where the last event record is: calls and cursor cannot disagree. */
const epoch = v.pipe(
  v.string(),
  v.minLength(1),
  v.transform((s) => s as Epoch),
);
const key = v.pipe(
  v.string(),
  v.minLength(1),
  v.transform((s) => s as CallKey),
);
const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const recordSchema = v.variant('kind', [
  /** Whose calls these are: another agent's start an empty book. */
  v.object({ kind: v.literal('owner'), agent: v.string() }),
  /** An event as the relay sent it, and when it arrived here. */
  v.object({
    kind: v.literal('event'),
    epoch,
    heardAt: v.number(),
    frame: v.pipe(
      relayFrameSchema,
      v.check((frame) => frame.type === 'event'),
      v.transform((frame) => frame as EventFrame),
    ),
  }),
  /** The relay counts anew: what follows replaces what was before. */
  v.object({ kind: v.literal('reset'), epoch, from: seq }),
  /** The replay after a reset is complete. */
  v.object({ kind: v.literal('rebuilt') }),
  v.object({ kind: v.literal('dismissed'), call: key }),
  /** Where a compacted book stands; `rebuilding` when a replay was going on. */
  v.object({ kind: v.literal('cursor'), epoch, seq, rebuilding: v.boolean() }),
]);

export type BookRecord = v.InferOutput<typeof recordSchema>;
export type EventRecord = Extract<BookRecord, { kind: 'event' }>;

/** Reads a line of the file, which anybody may have written; null when it is no record. */
export function readRecord(line: string): BookRecord | null {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return null;
  }
  const read = v.safeParse(recordSchema, json);
  return read.success ? read.output : null;
}

/** What an event record says, typed; null for topics and shapes that this version does not know. */
export function heardFrom({ frame, heardAt }: EventRecord): HeardEvent | null {
  const { webhookId, occurredAt, receivedAt, ageMs, topic, data, memory } = frame;
  const read = readEvent({ topic, version: '2.0', timestamp: occurredAt, data });
  return read.ok ? { webhookId, event: read.event, occurredAt, receivedAt, ageMs, heardAt, memory } : null;
}

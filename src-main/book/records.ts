import * as v from 'valibot';
import { readEvent } from '../../src-shared/allo/events.ts';
import type { AgentEmail, Brand, CallKey, Epoch, WebhookId } from '../../src-shared/brand.ts';
import type { ReceivedEvent } from '../../src-shared/calls/call.ts';
import { readEventFrame, type EventFrame } from '../../src-shared/wire/protocol.ts';

/** What the book writes down. The cursor is where the last event is: calls and cursor cannot disagree. */
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
const texts = v.array(
  v.pipe(
    v.string(),
    v.transform((s) => s as WebhookId),
  ),
);

const contact = v.object({
  id: v.string(),
  name: v.nullable(v.string()),
  last_name: v.nullable(v.string()),
  company: v.nullable(v.string()),
  emails: v.array(v.string()),
  numbers: v.array(v.string()),
  stamp: v.string(),
});

const markSchema = v.variant('kind', [
  /** Whose calls these are: another agent's start an empty book. */
  v.object({ kind: v.literal('owner'), agent: v.string() }),
  /** The relay counts anew: what follows replaces what was before. */
  v.object({ kind: v.literal('reset'), epoch, from: seq }),
  /** The replay after a reset is complete. */
  v.object({ kind: v.literal('rebuilt') }),
  v.object({ kind: v.literal('dismissed'), call: key }),
  /** The agent has had its card back. */
  v.object({ kind: v.literal('reopened'), call: key }),
  /** Somebody has said "I'm on it". */
  v.object({
    kind: v.literal('claim'),
    call: key,
    agent: v.pipe(
      v.string(),
      v.transform((s) => s as AgentEmail),
    ),
    name: v.nullable(v.string()),
  }),
  /** Whoever said so has taken it back. */
  v.object({ kind: v.literal('released'), call: key }),
  /** What the agent jotted down; '' clears it. */
  v.object({ kind: v.literal('note'), call: key, text: v.string() }),
  /**
   * What the CRM has of the call's party, as the relay told it last: JSON, read when somebody asks. `isOld`: before the
   * relay counted anew, and not again yet.
   */
  v.object({ kind: v.literal('crm'), call: key, said: v.string(), isOld: v.optional(v.boolean()) }),
  /**
   * Of several records the agent chose this one, by the CRM's id; and this call is the last that it was of use for. See
   * `subjectOf` for what it was chosen for.
   */
  v.object({ kind: v.literal('chosen'), call: key, subject: v.string(), id: v.string() }),
  /** The agent has looked at the calls, ms by this machine's clock. */
  v.object({ kind: v.literal('looked'), at: v.number() }),
  /** The agent has read these text messages. */
  v.object({ kind: v.literal('texts read'), texts }),
  /** Of the text messages so far these are unread, and no others. */
  v.object({ kind: v.literal('texts unread'), texts }),
  /** A contact of Allo's as it was told; `at`: when it became so, ms by this machine's clock. */
  v.object({ kind: v.literal('contact'), at: v.number(), contact }),
  /** Where a compacted book stands; `rebuilding` when a replay was going on. */
  v.object({ kind: v.literal('cursor'), epoch, seq, rebuilding: v.boolean() }),
]);
/** A record without a body of its own. */
export type Mark = v.InferOutput<typeof markSchema>;
export type ContactMark = Extract<Mark, { kind: 'contact' }>;
export type ChosenMark = Extract<Mark, { kind: 'chosen' }>;
export type CrmMark = Extract<Mark, { kind: 'crm' }>;
/** What is said of text messages: which of them the agent has read. */
export type TextMark = Extract<Mark, { kind: 'texts read' | 'texts unread' }>;

/**
 * Which way a text message went, and Allo's id for it: the same message may come again under another webhook. One that
 * came in begins with `in `.
 */
export type MessageRef = Brand<'MessageRef'>;

const eventSchema = v.object({
  epoch,
  heardAt: v.number(),
  frame: v.pipe(
    v.unknown(),
    v.transform(readEventFrame),
    v.check((frame) => frame !== null),
    v.transform((frame) => frame as EventFrame),
  ),
});
/** An event as the relay sent it, and when it arrived here. */
export type EventRecord = v.InferOutput<typeof eventSchema>;

/** Another book's file, which an event is read from until it is written down here. */
export interface BodySource {
  /** Throws when it cannot be read, or is not what was written. */
  read(webhookId: WebhookId, at: number, length: number): Buffer;
}

/** Where an event's record is: in memory, on disk, or both. One object for every filing of the same event. */
export interface Body {
  /** Kept in memory while it is not on disk, and a while longer. */
  hot: EventRecord | null;
  /** Where it begins in the file, sealed; null: not there. */
  at: number | null;
  /** How many bytes it takes there. */
  length: number;
  /** Null: it is in the book's own file. */
  source: BodySource | null;
}

/**
 * What the book knows of an event without reading it: a few words instead of kilobytes.
 * `call`: one of a call's. `text`: a text message. `other`: it only moves the cursor.
 */
export interface EventHead {
  readonly kind: 'event';
  readonly what: 'call' | 'text' | 'other';
  readonly webhookId: WebhookId;
  readonly call: CallKey | null;
  readonly epoch: Epoch;
  readonly seq: number;
  readonly heardAt: number;
  /** When the call began, as far as this event tells, or the text was sent; ms by this machine's clock. */
  readonly startedAt: number | null;
  /** The last digits of the other party's number; null: withheld, or the event names none. */
  readonly tail: string | null;
  /** Of a text message; null for all else, and where a version wrote the book that did not keep it. */
  readonly message: MessageRef | null;
  /** Of a completion: Allo's id of its call, and of the one that it was transferred from. */
  readonly alloIds: readonly string[];
  /** Allo's id of the contact that the relay remembered with it; null: of none, or a version wrote the book that kept none. */
  readonly contactId: string | null;
  /** Null: what was written with the event's first filing. */
  readonly body: Body | null;
}

export type BookRecord = Mark | EventHead;

/** Reads a mark, which an older or newer version may have written; null when it is none. */
export function readMark(json: unknown): Mark | null {
  const read = v.safeParse(markSchema, json);
  return read.success ? read.output : null;
}

/** Reads an event as it was written down; null when it is none. */
export function readEventRecord(json: unknown): EventRecord | null {
  const read = v.safeParse(eventSchema, json);
  return read.success ? read.output : null;
}

/** An event out of the sealed book: it was read in full before it was written, and nobody can have changed it since. */
export function writtenEvent(json: unknown): EventRecord | null {
  const isOne = typeof json === 'object' && json !== null && 'frame' in json && 'heardAt' in json;
  return isOne ? (json as EventRecord) : null;
}

/** What an event record says, typed; null for topics and shapes that this version does not know. */
export function receivedFrom({ frame, heardAt }: EventRecord): ReceivedEvent | null {
  const { webhookId, occurredAt, receivedAt, ageMs, topic, data, memory, reduced } = frame;
  const read = readEvent({ topic, version: '2.0', timestamp: occurredAt, data });
  if (!read.ok) return null;
  // The relay, too, took the envelope's time, else its own.
  const timed = read.timed === 'said' ? undefined : occurredAt === receivedAt ? 'arrival' : 'envelope';
  return { webhookId, event: read.event, occurredAt, receivedAt, ageMs, heardAt, memory, reduced, timed };
}

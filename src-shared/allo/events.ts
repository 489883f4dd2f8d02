import * as v from 'valibot';
import type { Instant } from '../brand.ts';
import { datedOtherwise, isAhead, type TimeSource } from './dated.ts';
import { partyEntries } from './parties.ts';
import {
  anyObject,
  callerName,
  companyName,
  instant,
  label,
  labels,
  listOf,
  number,
  optionalObject,
  phone,
  phones,
  requiredInstant,
  requiredText,
  id,
  text,
  texts,
  written,
} from './reading.ts';

/**
 * Allo's v2 webhook events, read as leniently as real payloads demand and typed strictly after that.
 * Field names differ between topics for the same thing (`to_number`/`to`, `started_at`/`start_date`): both
 * spellings are read everywhere, one is kept.
 * Source: https://help.withallo.com/en/v2/api-reference/webhooks/event-catalog
 */
const ringData = inOneSpelling(
  v.pipe(
    v.object({
      from_number: phone,
      to_number: phone,
      started_at: requiredInstant,
      user_email: text,
      ...partyEntries,
    }),
    v.check((ring) => ring.from_number !== null || ring.to_number !== null, 'no number'),
  ),
);

const answeredData = inOneSpelling(
  v.pipe(
    v.object({
      direction: text,
      from_number: phone,
      to_number: phone,
      started_at: requiredInstant,
      answered_at: instant,
      user_email: text,
    }),
    v.check((call) => call.from_number !== null || call.to_number !== null, 'no number'),
  ),
);

const transferEnd = optionalObject(v.object({ number: phone, user_email: text, user_name: callerName }));

const completedData = inOneSpelling(
  v.object({
    id: requiredText,
    started_at: requiredInstant,
    recording_url: text,
    from_number: phone,
    from_name: callerName,
    to_number: phone,
    to_name: callerName,
    length_in_minutes: number,
    length: text,
    tag: label,
    tags: labels,
    summary: text,
    transcriptions: listOf(v.object({ source: text, time: written, text: requiredLine() })),
    concatenated_transcript: text,
    data_collected: optionalObject(v.record(v.string(), v.unknown())),
    /** INBOUND or OUTBOUND; an open set. */
    type: text,
    /** ANSWERED, VOICEMAIL, BLOCKED, FAILED, TRANSFERRED_…; an open set. */
    result: text,
    /** The CRM's id for the contact. */
    integration_id: id,
    transfer_from: transferEnd,
    transfer_to: transferEnd,
    transfer_original_call_id: text,
    user_email: text,
    original_to_number: phone,
    original_to_name: callerName,
    ivr_result: listOf(v.object({ dtmf_key: text, text_key: text })),
  }),
);

const tagData = v.pipe(
  v.object({ call_id: requiredText, tag_key: text, tag_name: label, user_email: text }),
  v.check((tag) => tag.tag_key !== null || tag.tag_name !== null, 'no tag'),
);

const smsData = v.object({
  id: requiredText,
  type: text,
  content: text,
  sent_at: requiredInstant,
  from_number: phone,
  to_number: phone,
  from_name: callerName,
  to_name: callerName,
  user_email: text,
});

const contactData = v.object({
  id: requiredText,
  name: label,
  last_name: label,
  company: companyName,
  emails: texts,
  numbers: phones,
});

/** Undocumented by Allo: read like its REST CallSummary, whose version rises, under either name for each field. */
const summaryData = v.pipe(
  v.object({ call_id: text, id: text, content: text, summary: text, version: number }),
  v.transform(({ version, ...raw }) => ({
    call_id: raw.call_id ?? raw.id,
    summary: raw.content ?? raw.summary,
    version,
  })),
  v.check((raw) => raw.call_id !== null, 'no call id'),
  v.transform((raw) => ({ ...raw, call_id: raw.call_id as string })),
);

function eventOf<const T extends string, const S extends v.GenericSchema>(topic: T, data: S) {
  return v.object({ topic: v.literal(topic), version: v.literal('2.0'), timestamp: instant, data });
}

/** Every event that is read. */
export const eventSchema = v.variant('topic', [
  eventOf('call.received', ringData),
  eventOf('call.triggered', ringData),
  eventOf('call.answered', answeredData),
  eventOf('call.completed', completedData),
  eventOf('tag.added', tagData),
  eventOf('tag.removed', tagData),
  eventOf('sms.received', smsData),
  eventOf('sms.sent', smsData),
  eventOf('contact.created', contactData),
  eventOf('contact.updated', contactData),
  eventOf('summary.updated', summaryData),
]);

/** By its topic: the variant tries one after the other, and makes an issue of each that it is not. */
const schemaOf = new Map<unknown, (typeof eventSchema.options)[number]>(
  eventSchema.options.map((schema) => [schema.entries.topic.literal, schema]),
);

/** One webhook of Allo's, read and typed. */
export type AlloEvent = v.InferOutput<typeof eventSchema>;
export type Topic = AlloEvent['topic'];
/** Every topic that is read. */
export const TOPICS: readonly Topic[] = eventSchema.options.map(({ entries }) => entries.topic.literal);
/** The event with one of these topics. */
export type EventOf<T extends Topic> = Extract<AlloEvent, { topic: T }>;
export type CompletedData = EventOf<'call.completed'>['data'];

export type Read =
  | { readonly ok: true; readonly event: AlloEvent; readonly timed: TimeSource }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads a parsed JSON body as one of the events we know. One whose own time cannot be read has the time that Allo sent it
 * at, else the one of its arrival: `timed` says which.
 * Promises never to throw; `reason` names fields and rules, never a value out of the payload.
 * @param arrivedAt ms since 1970
 */
export function readEvent(body: unknown, arrivedAt: number | null = null): Read {
  const read = parseEvent(body);
  if (read.success && !isFromTomorrow(read.output)) return { ok: true, event: read.output, timed: 'said' };
  const dated = datedOtherwise(
    body,
    arrivedAt === null ? null : (new Date(arrivedAt).toISOString() as Instant),
  );
  const again = dated === null ? null : parseEvent(dated.body);
  if (dated !== null && again?.success === true) return { ok: true, event: again.output, timed: dated.timed };
  if (read.success) return { ok: true, event: read.output, timed: 'said' };
  const issue = read.issues[0];
  const path = v.getDotPath(issue) ?? 'body';
  return {
    ok: false,
    reason: `${path}: ${issue.type === 'check' || issue.type === 'custom' ? issue.message : `not a valid ${issue.type}`}`,
  };
}

function parseEvent(body: unknown) {
  const topic = typeof body === 'object' && body !== null && 'topic' in body ? body.topic : undefined;
  return v.safeParse(schemaOf.get(topic) ?? eventSchema, body, { abortEarly: true });
}

function isFromTomorrow({ data, timestamp }: AlloEvent): boolean {
  const said = 'started_at' in data ? data.started_at : 'sent_at' in data ? data.sent_at : null;
  return said !== null && isAhead(said, timestamp);
}

function inOneSpelling<const S extends v.GenericSchema>(schema: S) {
  return v.pipe(
    anyObject,
    v.transform((raw): unknown => ({
      ...raw,
      to_number: raw['to_number'] ?? raw['to'],
      from_number: raw['from_number'] ?? raw['from'],
      started_at: raw['started_at'] ?? raw['start_date'],
    })),
    schema,
  );
}

function requiredLine() {
  return v.pipe(v.string(), v.minLength(1));
}

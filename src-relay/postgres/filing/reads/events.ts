import { CALL_TOPICS, isRing } from '../../../../src-shared/calls/sighting.ts';
import {
  NAMING_READ,
  OUTCOMES_READ,
  type EventRow,
  type NumberAsked,
  type OfCall,
} from '../../../journal/rules/reads.ts';
import { withoutSpeech } from '../../../journal/rules/speech.ts';
import type { EventId } from '../../../sql/ids.ts';
import { oneStatement, unindexed, type BulkRead, type Numbered } from './read.ts';

type FoundEvent = Numbered & EventRow & { readonly event: EventId };

const nameOf = ({ call }: OfCall): string => call;
const values = (asks: readonly OfCall[]): [string[]] => [asks.map(nameOf)];
const ASKED = 'unnest($1::text[]) WITH ORDINALITY a(call, n)';
const HEARD = `e.id AS event, e.webhook_id AS "webhookId", e.topic, e.occurred_at AS "occurredAt", e.data`;
const RINGS = CALL_TOPICS.filter(isRing)
  .map((topic) => `'${topic}'`)
  .join(', ');

const newest = (topics: string, most: number): string => `
  SELECT a.n, e.* FROM ${ASKED} CROSS JOIN LATERAL (
    SELECT ${HEARD} FROM event e WHERE e.call = a.call AND e.topic ${topics} ORDER BY ${unindexed('e.id')} DESC LIMIT ${most}) e
  ORDER BY a.n, e.event DESC`;

export const eventsOf: BulkRead<'eventsOf'> = oneStatement<'eventsOf', FoundEvent>({
  nameOf,
  text: `SELECT a.n, ${HEARD} FROM ${ASKED} JOIN event e ON e.call = a.call ORDER BY a.n, e.id`,
  values,
  answer: (rows) => rows.map((row) => ({ event: row.event, ...eventRow(row) })),
});

export const outcomes: BulkRead<'outcomes'> = oneStatement<'outcomes', FoundEvent>({
  nameOf,
  text: newest(`NOT IN (${RINGS})`, OUTCOMES_READ),
  values,
  answer: (rows) => rows.map(eventRow),
});

export const naming: BulkRead<'naming'> = oneStatement<'naming', FoundEvent>({
  nameOf,
  text: newest(`IN (${RINGS}, 'call.completed')`, NAMING_READ),
  values,
  answer: (rows) => rows.map(eventRow),
});

export const lastText: BulkRead<'lastText'> = oneStatement<'lastText', FoundEvent>({
  nameOf: ({ tail, e164 }) => `${e164 ?? ''} ${tail}`,
  text: `
    SELECT a.n, e.* FROM unnest($1::text[], $2::text[]) WITH ORDINALITY a(tail, e164, n) CROSS JOIN LATERAL (
      SELECT ${HEARD} FROM text_message t JOIN event e ON e.id = t.event
      WHERE t.tail = a.tail AND (t.e164 IS NULL OR a.e164 IS NULL OR t.e164 = a.e164)
      ORDER BY t.sent_at DESC, t.event DESC LIMIT 1) e`,
  values: (asks: readonly NumberAsked[]) => [asks.map((a) => a.tail), asks.map((a) => a.e164)],
  answer: ([row]) => (row === undefined ? null : eventRow(row)),
});

function eventRow({ webhookId, topic, occurredAt, data }: FoundEvent): EventRow {
  return { webhookId, topic, occurredAt, data: withoutSpeech(data) };
}

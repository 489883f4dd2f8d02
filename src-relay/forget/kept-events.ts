import type { CallKey } from '../../src-shared/brand.ts';
import { readId } from '../../src-shared/allo/reading.ts';
import { readDirection } from '../../src-shared/calls/sighting.ts';
import type { Ids } from './marking.ts';
import type { EventId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';

/** An event as it is kept, read for what it says about whom. */
export interface KeptEvent {
  readonly id: EventId;
  readonly topic: string;
  readonly call: CallKey | null;
  readonly data: string;
}

const CHUNK = 500;
const PAGE = `
  SELECT id, topic, call, data FROM event WHERE id > ? AND id <= ? ORDER BY id LIMIT ${CHUNK}`;

/** The kept events after `after`, up to `upto` if not null, in short reads, so that nobody waits for them. */
export async function* eventPages(
  sql: Sql,
  after: EventId,
  upto: EventId | null,
): AsyncIterable<readonly KeptEvent[]> {
  for (let last = after; ;) {
    const rows = await sql.all<KeptEvent>(PAGE, last, upto ?? Number.MAX_SAFE_INTEGER);
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows;
    last = end.id;
  }
}

/** Every kept event. */
export async function* keptEvents(sql: Sql): AsyncIterable<KeptEvent> {
  for await (const page of eventPages(sql, 0 as EventId, null)) yield* page;
}

/** Allo's own ids in an event. A tag or summary has its call's. */
export function idsIn({ topic, data }: Pick<KeptEvent, 'topic' | 'data'>): Ids {
  const raw = recordOf(JSON.parse(data));
  const id = textOf(raw['id']);
  return {
    call: textOf(raw['call_id']) ?? (topic === 'call.completed' || topic === 'summary.updated' ? id : null),
    message: topic.startsWith('sms.') ? id : null,
    contact: topic.startsWith('contact.') ? id : null,
  };
}

/** Allo's ids for the person whom an event names, or is of. */
export function personsIn({ topic, data }: Pick<KeptEvent, 'topic' | 'data'>): string[] {
  const raw = recordOf(JSON.parse(data));
  const person = topic.startsWith('contact.') ? raw : recordOf(raw['person']);
  const id = readId(person['id']);
  return id === null ? [] : [id];
}

/** Whom an event names: plain values under the names that Allo gives them, in either spelling. */
export interface Named {
  /** The number outside; both ends where the event does not say which one that is. */
  readonly outside: readonly unknown[];
  /** The team's own number, where the event says which one that is. */
  readonly inside: readonly unknown[];
  /** The contact it names, or is. */
  readonly numbers: readonly unknown[];
  readonly emails: readonly unknown[];
}

export function namedIn({ topic, data }: Pick<KeptEvent, 'topic' | 'data'>): Named {
  const raw = recordOf(JSON.parse(data));
  const isContact = topic.startsWith('contact.');
  const person = isContact ? raw : recordOf(raw['person']);
  return {
    ...endsOf(topic, raw),
    numbers: listOf(person['numbers']),
    emails: [person['email'], ...listOf(person['emails'])],
  };
}

function endsOf(topic: string, raw: Readonly<Record<string, unknown>>): Pick<Named, 'outside' | 'inside'> {
  const from = [raw['from_number'] ?? raw['from']];
  const to = [raw['to_number'] ?? raw['to']];
  switch (topic) {
    case 'call.received':
    case 'sms.received':
      return { outside: from, inside: to };
    case 'call.triggered':
    case 'sms.sent':
      return { outside: to, inside: from };
    default: {
      const said = raw['direction'] ?? raw['type'];
      const direction = readDirection(typeof said === 'string' ? said : null);
      if (direction === null) return { outside: [...from, ...to], inside: [] };
      return direction === 'inbound' ? { outside: from, inside: to } : { outside: to, inside: from };
    }
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

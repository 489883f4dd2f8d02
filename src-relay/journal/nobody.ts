import { readEvent, type AlloEvent, type Topic } from '../../src-shared/allo/events.ts';
import type { Instant, WebhookId } from '../../src-shared/brand.ts';
import { namedOwners, type Directory } from '../../src-shared/calls/routing.ts';
import { directionOf, isCallEvent } from '../../src-shared/calls/sighting.ts';
import type { EventId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';
import { isMisrouted } from './rules/misrouted.ts';

/** A call or text message that reached nobody, and still would. */
export interface ForNobody {
  readonly webhookId: WebhookId;
  readonly topic: Topic;
  readonly receivedAt: string;
  /** Whom Allo names, lower case. */
  readonly addresses: readonly string[];
  /** The team's own number, where the event says which one that is. */
  readonly line: string | null;
}

export interface NobodyQuery {
  /** As it is now: what an alias has cured since is left out. */
  readonly directory: Directory;
  /** Users of Allo who are not meant to be told. */
  readonly withoutRingside: readonly string[];
  /** ms since 1970. */
  readonly since: number;
  readonly most: number;
}

interface Row {
  readonly id: EventId;
  readonly webhookId: WebhookId;
  readonly topic: string;
  readonly receivedAt: number;
  readonly data: string;
}

const CHUNK = 500;
const NEWEST_BEFORE = `
  SELECT id, webhook_id AS "webhookId", topic, received_at AS "receivedAt", data FROM event
  WHERE id < ? AND (topic LIKE 'call.%' OR topic LIKE 'sms.%')
    AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.event = event.id)
  ORDER BY id DESC LIMIT ${CHUNK}`;

/** Calls and text messages for nobody, newest first. */
export async function eventsForNobody(sql: Sql, asked: NobodyQuery): Promise<ForNobody[]> {
  const found: ForNobody[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; ;) {
    const rows = await sql.all<Row>(NEWEST_BEFORE, before);
    for (const row of rows) {
      if (found.length >= asked.most) return found;
      before = row.id;
      if (row.receivedAt < asked.since) continue;
      const one = forNobody(row, asked);
      if (one !== null) found.push(one);
    }
    // Ids rise with arrival, but for what was read again out of quarantine: one that is too old does not end it.
    if (rows.length < CHUNK || rows.every(({ receivedAt }) => receivedAt < asked.since)) return found;
  }
}

/** Null: it is meant for nobody, or a change of the directory has cured it. */
function forNobody({ webhookId, topic, receivedAt, data }: Row, asked: NobodyQuery): ForNobody | null {
  const read = readEvent({ topic, version: '2.0', data: JSON.parse(data) }, receivedAt);
  if (!read.ok || !isMisrouted(read.event, asked.directory, asked.withoutRingside)) return null;
  const addresses = namedOwners(read.event).users.map((user) => user.trim().toLowerCase());
  return {
    webhookId,
    topic: read.event.topic,
    receivedAt: new Date(receivedAt).toISOString() as Instant,
    addresses: [...new Set(addresses)],
    line: lineOf(read.event),
  };
}

function lineOf(event: AlloEvent): string | null {
  if (event.topic === 'sms.received') return event.data.to_number;
  if (event.topic === 'sms.sent') return event.data.from_number;
  if (!isCallEvent(event)) return null;
  const direction = directionOf(event);
  if (direction === null) return null;
  return direction === 'inbound' ? event.data.to_number : event.data.from_number;
}

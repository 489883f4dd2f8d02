import type { DatabaseSync } from 'node:sqlite';
import { readEvent, type AlloEvent, type Topic } from '../../src-shared/allo/events.ts';
import type { Instant, WebhookId } from '../../src-shared/brand.ts';
import { namedOwners, type Directory } from '../../src-shared/calls/routing.ts';
import { directionOf, isCallEvent } from '../../src-shared/calls/sighting.ts';
import { query } from '../sqlite/database.ts';
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

/** Calls and text messages for nobody, newest first. */
export function eventsForNobody(db: DatabaseSync, asked: NobodyQuery): ForNobody[] {
  const rows = query<{ webhookId: WebhookId; topic: string; receivedAt: number; data: string }>(
    db,
    `SELECT webhook_id AS webhookId, topic, received_at AS receivedAt, data FROM event
     WHERE (topic GLOB 'call.*' OR topic GLOB 'sms.*')
       AND NOT EXISTS (SELECT 1 FROM delivery WHERE event = event.id)
     ORDER BY id DESC`,
  );
  const found: ForNobody[] = [];
  // Ids rise with arrival: the first one that is too old ends it.
  for (const { webhookId, topic, receivedAt, data } of rows.iterate()) {
    if (receivedAt < asked.since || found.length >= asked.most) break;
    const arrived = new Date(receivedAt).toISOString() as Instant;
    const read = readEvent({ topic, version: '2.0', data: JSON.parse(data) }, arrived);
    if (!read.ok || !isMisrouted(read.event, asked.directory, asked.withoutRingside)) continue;
    const addresses = namedOwners(read.event).users.map((user) => user.trim().toLowerCase());
    found.push({
      webhookId,
      topic: read.event.topic,
      receivedAt: arrived,
      addresses: [...new Set(addresses)],
      line: lineOf(read.event),
    });
  }
  return found;
}

function lineOf(event: AlloEvent): string | null {
  if (event.topic === 'sms.received') return event.data.to_number;
  if (event.topic === 'sms.sent') return event.data.from_number;
  if (!isCallEvent(event)) return null;
  const direction = directionOf(event);
  if (direction === null) return null;
  return direction === 'inbound' ? event.data.to_number : event.data.from_number;
}

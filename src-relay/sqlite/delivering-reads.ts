import type { DatabaseSync } from 'node:sqlite';
import type { Sighting } from '../../src-shared/calls/sighting.ts';
import type { EventRecord } from '../journal/commands.ts';
import type { Surroundings, DeliveredEvent } from '../journal/rules/reads.ts';
import type { AgentId, EventId } from '../sql/ids.ts';
import { query } from './database.ts';

/** In the same time however many events the call has. */
const AUDIENCE = `SELECT agent FROM delivery
  WHERE event = (SELECT id FROM event WHERE call = ? ORDER BY id DESC LIMIT 1) ORDER BY agent`;
const DELIVERIES = `SELECT e.id AS event, e.about IS NOT NULL AS isAbout, d.agent
  FROM event e LEFT JOIN delivery d ON d.event = e.id WHERE e.call = ? ORDER BY e.id, d.agent`;
const RECORD = `SELECT call, topic, webhook_id AS webhookId, occurred_at AS occurredAt, received_at AS receivedAt,
    data, reduced, m.body AS memory
  FROM event LEFT JOIN memory m ON m.event = id WHERE id = ?`;
const CALLS_SINCE = `SELECT event, body FROM sighting WHERE from_tail = ?1 AND started_at >= ?2
  UNION SELECT event, body FROM sighting WHERE to_tail = ?1 AND started_at >= ?2`;
const AUDIENCE_OF = 'SELECT DISTINCT agent FROM delivery WHERE event = ? ORDER BY agent';
const GOING_TO = 'SELECT body FROM sighting WHERE to_tail = ? AND started_at BETWEEN ? AND ? ORDER BY event';

type DeliveringReads = Pick<Surroundings, 'audience' | 'deliveries' | 'record' | 'callsSince' | 'goingTo'>;

interface DeliveredRow {
  readonly event: EventId;
  readonly isAbout: 0 | 1;
  /** Null: nobody was told of it. */
  readonly agent: AgentId | null;
}

/** What is asked when an event is delivered, as SQLite's own statements find it. */
export function deliveringReads(db: DatabaseSync): DeliveringReads {
  const audience = query<{ agent: AgentId }>(db, AUDIENCE);
  const deliveries = query<DeliveredRow>(db, DELIVERIES);
  const record = query<EventRecord>(db, RECORD);
  const callsSince = query<{ event: EventId; body: string }>(db, CALLS_SINCE);
  const audienceOf = query<{ agent: AgentId }>(db, AUDIENCE_OF);
  const goingTo = query<{ body: string }>(db, GOING_TO);
  return {
    audience: ({ call }) => audience.all(call).map(({ agent }) => agent),
    deliveries: ({ call }) => byEvent(deliveries.all(call)),
    record: ({ event }) => {
      const row = record.get(event);
      if (row === undefined) throw new Error('the event has no row');
      // A plain copy: rows have no prototype, and these cross to another thread.
      return { ...row };
    },
    callsSince: ({ tail, since }) =>
      callsSince.all(tail, since).map(({ event, body }) => ({
        sighting: JSON.parse(body) as Sighting,
        agents: audienceOf.all(event).map(({ agent }) => agent),
      })),
    goingTo: ({ tail, from, to }) =>
      goingTo.all(tail, from, to).map(({ body }) => JSON.parse(body) as Sighting),
  };
}

function byEvent(rows: readonly DeliveredRow[]): DeliveredEvent[] {
  return [...Map.groupBy(rows, ({ event }) => event)].map(([event, own]) => ({
    event,
    isAbout: own[0]?.isAbout === 1,
    agents: [...new Set(own.flatMap(({ agent }) => agent ?? []))],
  }));
}

import type { Sighting } from '../../../../src-shared/calls/sighting.ts';
import type { EventRecord } from '../../../journal/commands.ts';
import type { OfCall } from '../../../journal/rules/reads.ts';
import type { AgentId, EventId } from '../../../sql/ids.ts';
import { oneStatement, type BulkRead, type Numbered, type Untold } from './read.ts';

interface ToldRow extends Numbered {
  readonly event: EventId;
  /** Each once, in order of id; a list's numbers come as texts. */
  readonly agents: readonly string[];
}

const nameOf = ({ call }: OfCall): string => call;
const values = (asks: readonly OfCall[]): [string[]] => [asks.map(nameOf)];
const ASKED = 'unnest($1::text[]) WITH ORDINALITY a(call, n)';
const TOLD = `ARRAY(SELECT DISTINCT d.agent FROM delivery d WHERE d.event = e.id ORDER BY d.agent)`;

export const audience: BulkRead<'audience'> = oneStatement<'audience', ToldRow>({
  nameOf,
  text: `
    SELECT a.n, e.id AS event, ${TOLD} AS agents
    FROM ${ASKED} CROSS JOIN LATERAL (
      SELECT id FROM event WHERE event.call = a.call ORDER BY event.id DESC LIMIT 1) e`,
  values,
  answer: ([row], untold) => (row === undefined ? [] : withUntold(row, untold)),
});

export const told: BulkRead<'told'> = oneStatement<'told', ToldRow & { readonly isAbout: number }>({
  nameOf,
  text: `
    SELECT a.n, e.id AS event, CASE WHEN e.about IS NULL THEN 0 ELSE 1 END AS "isAbout", ${TOLD} AS agents
    FROM ${ASKED} JOIN event e ON e.call = a.call ORDER BY a.n, e.id`,
  values,
  answer: (rows, untold) =>
    rows.map((row) => ({
      event: row.event,
      isAbout: row.isAbout === 1,
      agents: withUntold(row, untold),
    })),
});

export const callsSince: BulkRead<'callsSince'> = oneStatement<
  'callsSince',
  ToldRow & { readonly body: string }
>({
  nameOf: ({ tail, since }) => `${since} ${tail}`,
  text: `
    SELECT a.n, e.id AS event, e.body, ${TOLD} AS agents
    FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY a(tail, since, n) CROSS JOIN LATERAL (
      SELECT s.event AS id, s.body FROM sighting s WHERE s.from_tail = a.tail AND s.started_at >= a.since
      UNION SELECT s.event, s.body FROM sighting s WHERE s.to_tail = a.tail AND s.started_at >= a.since) e
    ORDER BY a.n, e.id`,
  values: (asks) => [asks.map((a) => a.tail), asks.map((a) => a.since)],
  answer: (rows, untold) =>
    rows.map((row) => ({ sighting: JSON.parse(row.body) as Sighting, agents: withUntold(row, untold) })),
});

export const goingTo: BulkRead<'goingTo'> = oneStatement<'goingTo', Numbered & { readonly body: string }>({
  nameOf: ({ tail, from, to }) => `${from} ${to} ${tail}`,
  text: `
    SELECT a.n, s.body
    FROM unnest($1::text[], $2::bigint[], $3::bigint[]) WITH ORDINALITY a(tail, since, until, n)
    JOIN sighting s ON s.to_tail = a.tail AND s.started_at BETWEEN a.since AND a.until
    ORDER BY a.n, s.event`,
  values: (asks) => [asks.map((a) => a.tail), asks.map((a) => a.from), asks.map((a) => a.to)],
  answer: (rows) => rows.map(({ body }) => JSON.parse(body) as Sighting),
});

export const record: BulkRead<'record'> = oneStatement<'record', EventRecord & Numbered>({
  nameOf: ({ event }) => String(event),
  text: `
    SELECT a.n, e.call, e.topic, e.webhook_id AS "webhookId", e.occurred_at AS "occurredAt",
           e.received_at AS "receivedAt", e.data, e.reduced, m.body AS memory
    FROM unnest($1::bigint[]) WITH ORDINALITY a(id, n)
    JOIN event e ON e.id = a.id LEFT JOIN memory m ON m.event = e.id`,
  values: (asks) => [asks.map(({ event }) => event)],
  answer: ([row]) => {
    if (row === undefined) throw new Error('the event has no row');
    const { n: _, ...record } = row;
    return record;
  },
});

function withUntold({ event, agents }: ToldRow, untold: Untold): readonly AgentId[] {
  const told = agents.map(Number) as AgentId[];
  const more = untold.get(event);
  return more === undefined ? told : [...new Set([...told, ...more])].sort((a, b) => a - b);
}

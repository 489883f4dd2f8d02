import type { CallKey } from '../../../../src-shared/brand.ts';
import { MATCH_WINDOW_MS } from '../../../../src-shared/calls/matching.ts';
import type { Sighting } from '../../../../src-shared/calls/sighting.ts';
import type { EventRecord } from '../../../journal/commands.ts';
import type { OfCall, TailAt } from '../../../journal/rules/reads.ts';
import type { AgentId, EventId } from '../../../sql/ids.ts';
import type { PostgresSql } from '../../sql.ts';
import {
  oneStatement,
  rowsOf,
  unindexed,
  type BulkRead,
  type Numbered,
  type UnwrittenDeliveries,
} from './read.ts';

interface DeliveredRow extends Numbered {
  readonly event: EventId;
  /** Each once, in order of id, with commas between them: quicker to read than a list of PostgreSQL's. */
  readonly agents: string;
}

const nameOf = ({ call }: OfCall): string => call;
const values = (asks: readonly OfCall[]): [string[]] => [asks.map(nameOf)];
const ASKED = 'unnest($1::text[]) WITH ORDINALITY a(call, n)';
const AGENTS = `array_to_string(ARRAY(SELECT DISTINCT d.agent FROM delivery d WHERE d.event = e.id ORDER BY d.agent), ',')`;

export const audience: BulkRead<'audience'> = oneStatement<'audience', DeliveredRow>({
  nameOf,
  text: `
    SELECT a.n, e.id AS event, ${AGENTS} AS agents
    FROM ${ASKED} CROSS JOIN LATERAL (
      SELECT id FROM event WHERE event.call = a.call ORDER BY ${unindexed('event.id')} DESC LIMIT 1) e`,
  values,
  answer: ([row], unwritten) => (row === undefined ? [] : withUnwritten(row, unwritten)),
});

/**
 * The same of the calls that sightings are likely to belong to, found in one go with these: the nearest on either side.
 * It holds as long as their number's key is held and no completion of theirs is known, since nobody else files anything
 * under such a call.
 */
export async function audiencesNearby(
  sql: PostgresSql,
  asks: readonly TailAt[],
  unwritten: UnwrittenDeliveries,
): Promise<readonly { readonly call: CallKey; readonly agents: readonly AgentId[] }[][]> {
  const rows = await sql.rows<DeliveredRow & { readonly call: CallKey }>(AUDIENCES_NEARBY, [
    asks.map((a) => a.end),
    asks.map((a) => a.tail),
    asks.map((a) => a.at),
  ]);
  return rowsOf(rows, asks.length).map((own) =>
    own.map((row) => ({ call: row.call, agents: withUnwritten(row, unwritten) })),
  );
}

const nearest = (['from_tail', 'to_tail'] as const).flatMap((end) =>
  [
    [`s.started_at >= a.at AND s.started_at <= a.at + ${MATCH_WINDOW_MS}`, ''],
    [`s.started_at < a.at AND s.started_at >= a.at - ${MATCH_WINDOW_MS}`, 'DESC'],
  ].map(
    ([between, order]) => `
      (SELECT s.event FROM sighting s WHERE a.side = '${end}' AND s.${end} = a.tail AND ${between}
       ORDER BY s.started_at ${order} LIMIT 1)`,
  ),
);
const AUDIENCES_NEARBY = `
  SELECT a.n, c.call, e.id AS event, ${AGENTS} AS agents
  FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY a(side, tail, at, n)
  CROSS JOIN LATERAL (
    SELECT DISTINCT known.call FROM (${nearest.join(' UNION ALL ')}) s JOIN event known ON known.id = s.event) c
  CROSS JOIN LATERAL (SELECT id FROM event WHERE event.call = c.call ORDER BY ${unindexed('event.id')} DESC LIMIT 1) e`;

export const deliveries: BulkRead<'deliveries'> = oneStatement<
  'deliveries',
  DeliveredRow & { readonly isAbout: number }
>({
  nameOf,
  text: `
    SELECT a.n, e.id AS event, CASE WHEN e.about IS NULL THEN 0 ELSE 1 END AS "isAbout", ${AGENTS} AS agents
    FROM ${ASKED} JOIN event e ON e.call = a.call ORDER BY a.n, e.id`,
  values,
  answer: (rows, unwritten) =>
    rows.map((row) => ({
      event: row.event,
      isAbout: row.isAbout === 1,
      agents: withUnwritten(row, unwritten),
    })),
});

export const callsSince: BulkRead<'callsSince'> = oneStatement<
  'callsSince',
  DeliveredRow & { readonly body: string }
>({
  nameOf: ({ tail, since }) => `${since} ${tail}`,
  text: `
    SELECT a.n, e.id AS event, e.body, ${AGENTS} AS agents
    FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY a(tail, since, n) CROSS JOIN LATERAL (
      SELECT s.event AS id, s.body FROM sighting s WHERE s.from_tail = a.tail AND s.started_at >= a.since
      UNION SELECT s.event, s.body FROM sighting s WHERE s.to_tail = a.tail AND s.started_at >= a.since) e
    ORDER BY a.n, e.id`,
  values: (asks) => [asks.map((a) => a.tail), asks.map((a) => a.since)],
  answer: (rows, unwritten) =>
    rows.map((row) => ({
      sighting: JSON.parse(row.body) as Sighting,
      agents: withUnwritten(row, unwritten),
    })),
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

function withUnwritten({ event, agents }: DeliveredRow, unwritten: UnwrittenDeliveries): readonly AgentId[] {
  const written = (agents === '' ? [] : agents.split(',').map(Number)) as AgentId[];
  const more = unwritten.get(event);
  return more === undefined ? written : [...new Set([...written, ...more])].sort((a, b) => a - b);
}

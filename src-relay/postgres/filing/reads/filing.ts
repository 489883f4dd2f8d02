import type { CallKey } from '../../../../src-shared/brand.ts';
import { MAX_PER_SIDE } from '../../../journal/rules/neighbourhood.ts';
import type { EventId } from '../../../sql/ids.ts';
import type { AlloCall, NearbySighting } from '../../../journal/rules/reads.ts';
import { oneStatement, unindexed, type BulkRead, type Numbered } from './read.ts';

const ENDS = ['from_tail', 'to_tail'] as const;

/** Only one end of an ask is looked through: the other one's condition is false before any row is read. */
const walks = ENDS.flatMap((end) => [
  `(SELECT s.event, s.started_at, s.body, 0 AS side, s.started_at - a.at AS distance, s.event AS tie
    FROM sighting s WHERE a.side = '${end}' AND s.${end} = a.tail AND s.started_at >= a.at
    ORDER BY s.started_at, s.event LIMIT ${MAX_PER_SIDE})`,
  `(SELECT s.event, s.started_at, s.body, 1, a.at - s.started_at, -s.event
    FROM sighting s WHERE a.side = '${end}' AND s.${end} = a.tail AND s.started_at < a.at
    ORDER BY s.started_at DESC, s.event DESC LIMIT ${MAX_PER_SIDE})`,
]);

export const nearby: BulkRead<'nearby'> = oneStatement<'nearby', NearbySighting & Numbered>({
  nameOf: ({ end, tail, at }) => `${end} ${at} ${tail}`,
  text: `
    SELECT a.n, s.event, e.call, s.started_at AS "startedAt", s.body
    FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY a(side, tail, at, n)
    CROSS JOIN LATERAL (${walks.join(' UNION ALL ')}) s
    JOIN event e ON e.id = s.event
    ORDER BY a.n, s.side, s.distance, s.tie`,
  values: (asks) => [asks.map((a) => a.end), asks.map((a) => a.tail), asks.map((a) => a.at)],
  answer: (rows) => rows.map(({ event, call, startedAt, body }) => ({ event, call, startedAt, body })),
});

const nameOf = ({ alloCall }: AlloCall): string => alloCall;
const values = (asks: readonly AlloCall[]): [string[]] => [asks.map(nameOf)];
const ASKED = 'unnest($1::text[]) WITH ORDINALITY a(id, n)';

export const about: BulkRead<'about'> = oneStatement<
  'about',
  Numbered & { readonly event: EventId; readonly call: CallKey | null }
>({
  nameOf,
  text: `SELECT a.n, e.id AS event, e.call FROM ${ASKED} JOIN event e ON e.about = a.id ORDER BY a.n, e.id`,
  values,
  answer: (rows) => rows.map(({ event, call }) => ({ event, call })),
});

export const callNamed: BulkRead<'callNamed'> = oneStatement<
  'callNamed',
  Numbered & { readonly call: CallKey }
>({
  nameOf,
  text: `
    SELECT a.n, s.call FROM ${ASKED} CROSS JOIN LATERAL (
      SELECT e.call FROM sighting s JOIN event e ON e.id = s.event
      WHERE s.allo_call = a.id AND e.call IS NOT NULL ORDER BY ${unindexed('s.event')} LIMIT 1) s`,
  values,
  answer: ([row]) => row?.call ?? null,
});

export const isCompleted: BulkRead<'isCompleted'> = oneStatement<'isCompleted', Numbered>({
  nameOf,
  text: `SELECT a.n FROM ${ASKED} WHERE EXISTS (SELECT 1 FROM sighting s WHERE s.allo_call = a.id)`,
  values,
  answer: (rows) => rows.length > 0,
});

export const transfers: BulkRead<'transfers'> = oneStatement<'transfers', Numbered & { readonly id: string }>(
  {
    nameOf,
    text: `
    SELECT a.n, t.id FROM ${ASKED} CROSS JOIN LATERAL (
      SELECT t.original AS id, 0 AS side, t.event FROM sighting s JOIN transfer t ON t.event = s.event
      WHERE s.allo_call = a.id
      UNION ALL
      SELECT s.allo_call, 1, t.event FROM transfer t JOIN sighting s ON s.event = t.event
      WHERE t.original = a.id) t
    ORDER BY a.n, t.side, t.event`,
    values,
    answer: (rows) => rows.map(({ id }) => id),
  },
);

export const completions: BulkRead<'completions'> = oneStatement<
  'completions',
  Numbered & { readonly event: EventId; readonly call: CallKey; readonly data: string }
>({
  nameOf,
  text: `
    SELECT a.n, e.id AS event, e.call, e.data
    FROM ${ASKED} JOIN sighting s ON s.allo_call = a.id JOIN event e ON e.id = s.event
    WHERE e.call IS NOT NULL ORDER BY a.n, e.id`,
  values,
  answer: (rows) => rows.map(({ event, call, data }) => ({ event, call, data })),
});

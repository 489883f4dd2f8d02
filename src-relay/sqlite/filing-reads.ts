import type { DatabaseSync } from 'node:sqlite';
import type { CallKey } from '../../src-shared/brand.ts';
import { MAX_PER_SIDE } from '../journal/rules/neighbourhood.ts';
import type { NearbySighting, Reads, Surroundings, TailAt } from '../journal/rules/reads.ts';
import type { EventId } from '../sql/ids.ts';
import { query } from './database.ts';

const ABOUT = 'SELECT id AS event, call FROM event WHERE about = ? ORDER BY id';
const CALL_NAMED = `SELECT e.call FROM sighting s JOIN event e ON e.id = s.event
  WHERE s.allo_call = ? AND e.call IS NOT NULL ORDER BY s.event LIMIT 1`;
const IS_COMPLETED = 'SELECT 1 FROM sighting WHERE allo_call = ? LIMIT 1';
const TRANSFERS = `
  SELECT t.original AS id FROM sighting s JOIN transfer t ON t.event = s.event WHERE s.allo_call = ?1
  UNION ALL
  SELECT s.allo_call AS id FROM transfer t JOIN sighting s ON s.event = t.event WHERE t.original = ?1`;
const COMPLETIONS = `SELECT e.id AS event, e.call, e.data FROM sighting s JOIN event e ON e.id = s.event
  WHERE s.allo_call = ? AND e.call IS NOT NULL ORDER BY s.event`;

type FilingReads = Pick<
  Surroundings,
  'nearby' | 'about' | 'callNamed' | 'isCompleted' | 'transfers' | 'completions'
>;

/** What is asked when an event is filed, as SQLite's own statements find it. */
export function filingReads(db: DatabaseSync): FilingReads {
  const nearby = {
    from_tail: query<NearbySighting>(db, bothWays('from_tail')),
    to_tail: query<NearbySighting>(db, bothWays('to_tail')),
  };
  const about = query<Reads['about']['answer'][number]>(db, ABOUT);
  const callNamed = query<{ call: CallKey }>(db, CALL_NAMED);
  const isCompleted = query(db, IS_COMPLETED);
  const transfers = query<{ id: string }>(db, TRANSFERS);
  const completions = query<{ event: EventId; call: CallKey; data: string }>(db, COMPLETIONS);
  return {
    nearby: ({ end, tail, at }) => nearby[end].all(tail, at),
    about: ({ alloCall }) => about.all(alloCall),
    callNamed: ({ alloCall }) => callNamed.get(alloCall)?.call ?? null,
    isCompleted: ({ alloCall }) => isCompleted.get(alloCall) !== undefined,
    transfers: ({ alloCall }) => transfers.all(alloCall).map(({ id }) => id),
    completions: ({ alloCall }) => completions.all(alloCall),
  };
}

/** Forwards in time first, then backwards: one statement costs half of two. */
function bothWays(end: TailAt['end']): string {
  return `${walk(end, '>= ?2 ORDER BY s.started_at')} UNION ALL ${walk(end, '< ?2 ORDER BY s.started_at DESC')}`;
}

function walk(end: TailAt['end'], side: string): string {
  return `SELECT * FROM (SELECT s.event, e.call, s.started_at AS startedAt, s.body
    FROM sighting s JOIN event e ON e.id = s.event
    WHERE s.${end} = ?1 AND s.started_at ${side} LIMIT ${MAX_PER_SIDE})`;
}

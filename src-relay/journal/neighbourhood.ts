import type { DatabaseSync } from 'node:sqlite';
import type { CallKey } from '../../src-shared/brand.ts';
import { MATCH_WINDOW_MS } from '../../src-shared/calls/matching.ts';
import type { Sighting } from '../../src-shared/calls/sighting.ts';
import { query } from './database.ts';
import type { EventId } from './ids.ts';

/** An earlier sighting that may have to do with a new one. */
export interface Neighbour {
  readonly event: EventId;
  readonly call: CallKey;
  readonly sighting: Sighting;
}

/** More than this many sightings in reach of each other are not one caller any more, but a flood. */
const MAX_NEIGHBOURS = 200;

interface Row {
  event: EventId;
  call: CallKey;
  body: string;
}

/**
 * Finds every sighting that could influence how `around` is matched: same outside number, a start within the matching
 * window, and from there on until no more are found.
 */
export function neighbourhoodReader(db: DatabaseSync): (around: Sighting) => Neighbour[] {
  const by = (end: 'from_tail' | 'to_tail') =>
    query<Row>(
      db,
      `SELECT s.event, e.call, s.body FROM sighting s JOIN event e ON e.id = s.event
       WHERE s.${end} = ? AND s.started_at BETWEEN ? AND ?
       ORDER BY abs(s.started_at - ?) LIMIT ${MAX_NEIGHBOURS}`,
    );
  const byEnd = { from: by('from_tail'), to: by('to_tail') };
  return (around) => {
    const found = new Map<EventId, Neighbour>();
    const queue = [around];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { startedAt } = next;
      for (const [end, tail] of outsideTails(next)) {
        const from = startedAt - MATCH_WINDOW_MS;
        for (const row of byEnd[end].all(tail, from, startedAt + MATCH_WINDOW_MS, startedAt)) {
          if (found.has(row.event) || found.size >= MAX_NEIGHBOURS) continue;
          const sighting = JSON.parse(row.body) as Sighting;
          found.set(row.event, { event: row.event, call: row.call, sighting });
          queue.push(sighting);
        }
      }
    }
    return [...found.values()];
  };
}

/** How a number is kept for looking up: '' when it is withheld. */
export function tailOf(number: Sighting['from']): string {
  return number.tail ?? '';
}

/** Where the outside number may stand: a direction that is not said leaves both ends open. */
function outsideTails({ direction, from, to }: Sighting): ['from' | 'to', string][] {
  const ends: ['from' | 'to', string][] = [];
  if (direction !== 'outbound') ends.push(['from', tailOf(from)]);
  if (direction !== 'inbound') ends.push(['to', tailOf(to)]);
  return ends;
}

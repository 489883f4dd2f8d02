import type { DatabaseSync } from 'node:sqlite';
import type { CallKey } from '../../src-shared/brand.ts';
import { MATCH_WINDOW_MS } from '../../src-shared/calls/matching.ts';
import type { Sighting } from '../../src-shared/calls/sighting.ts';
import { query } from '../sqlite/database.ts';
import type { EventId } from '../sql/ids.ts';

/** An earlier sighting that may have to do with a new one. */
export interface Neighbour {
  readonly event: EventId;
  readonly call: CallKey;
  readonly sighting: Sighting;
}

/**
 * So many of the nearest on either side: more events of one number without a pause are a flood, and matching looks at
 * every pair of them.
 */
const MAX_PER_SIDE = 24;

interface Row {
  event: EventId;
  call: CallKey;
  started_at: number;
  body: string;
}

/** A number at one end of a call, from a moment on. */
interface Trail {
  readonly end: 'from_tail' | 'to_tail';
  readonly tail: string;
  readonly at: number;
}

/** Between two moments all that there is of a trail has been found. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds every sighting that could influence how `around` is matched: the same outside number, in both directions of time
 * until nothing is found for longer than the matching window.
 */
export function neighbourhoodReader(db: DatabaseSync): (around: Sighting) => Neighbour[] {
  // Forwards in time first, then backwards: one statement costs half of two.
  const bothWays = (end: Trail['end']) =>
    query<Row>(
      db,
      `${walk(end, '>= ?2 ORDER BY s.started_at')} UNION ALL ${walk(end, '< ?2 ORDER BY s.started_at DESC')}`,
    );
  const walks = { from_tail: bothWays('from_tail'), to_tail: bothWays('to_tail') };

  return (around) => {
    const neighbours = new Map<EventId, Neighbour>();
    const trails = trailsOf(around);
    const followed = new Map<string, readonly Stretch[]>();
    for (let trail = trails.shift(); trail !== undefined; trail = trails.shift()) {
      const { end, tail, at } = trail;
      const name = `${end} ${tail}`;
      const stretches = followed.get(name) ?? [];
      if (stretches.some(({ from, to }) => from <= at && at <= to)) continue;
      const rows = walks[end].all(tail, at);
      const found = [...unbroken(rows, at, 'after'), ...unbroken(rows, at, 'before')];
      const starts = [at, ...found.map((row) => row.started_at)];
      followed.set(name, [...stretches, { from: Math.min(...starts), to: Math.max(...starts) }]);
      for (const row of found) {
        if (neighbours.has(row.event)) continue;
        const sighting = JSON.parse(row.body) as Sighting;
        neighbours.set(row.event, { event: row.event, call: row.call, sighting });
        trails.push(...trailsOf(sighting));
      }
    }
    return [...neighbours.values()];
  };
}

function walk(end: Trail['end'], side: string): string {
  return `SELECT * FROM (SELECT s.event, e.call, s.started_at, s.body FROM sighting s JOIN event e ON e.id = s.event
          WHERE s.${end} = ?1 AND s.started_at ${side} LIMIT ${MAX_PER_SIDE})`;
}

/** The rows on one side of a moment, up to the first pause that is longer than the matching window. */
function unbroken(rows: readonly Row[], at: number, side: 'after' | 'before'): Row[] {
  let last = at;
  const own = rows.filter((row) => row.started_at >= at === (side === 'after'));
  const pause = own.findIndex((row) => {
    const apart = Math.abs(row.started_at - last);
    last = row.started_at;
    return apart > MATCH_WINDOW_MS;
  });
  return pause < 0 ? own : own.slice(0, pause);
}

/**
 * How a sighting is looked up: the tail at each end where the number outside may stand, '' when it is withheld. A
 * direction that is not said leaves both ends open.
 */
export function outsideTails({ direction, from, to }: Sighting): Record<Trail['end'], string | null> {
  return {
    from_tail: direction === 'outbound' ? null : (from.tail ?? ''),
    to_tail: direction === 'inbound' ? null : (to.tail ?? ''),
  };
}

function trailsOf(sighting: Sighting): Trail[] {
  const { from_tail, to_tail } = outsideTails(sighting);
  const at = sighting.startedAt;
  return [
    ...(from_tail === null ? [] : [{ end: 'from_tail' as const, tail: from_tail, at }]),
    ...(to_tail === null ? [] : [{ end: 'to_tail' as const, tail: to_tail, at }]),
  ];
}

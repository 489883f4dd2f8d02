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

/**
 * Finds every sighting that could influence how `around` is matched: the same outside number, in both directions of time
 * until nothing is found for longer than the matching window.
 */
export function neighbourhoodReader(db: DatabaseSync): (around: Sighting) => Neighbour[] {
  const walk = (end: Trail['end'], side: string) =>
    query<Row>(
      db,
      `SELECT s.event, e.call, s.started_at, s.body FROM sighting s JOIN event e ON e.id = s.event
       WHERE s.${end} = ? AND s.started_at ${side} LIMIT ${MAX_PER_SIDE}`,
    );
  const bothWays = (end: Trail['end']) => [
    walk(end, '>= ? ORDER BY s.started_at'),
    walk(end, '< ? ORDER BY s.started_at DESC'),
  ];
  const walks = { from_tail: bothWays('from_tail'), to_tail: bothWays('to_tail') };

  return (around) => {
    const found = new Map<EventId, Neighbour>();
    const trails = trailsOf(around);
    const followed = new Set<string>();
    for (let trail = trails.shift(); trail !== undefined; trail = trails.shift()) {
      const name = `${trail.end} ${trail.tail}`;
      if (followed.has(name)) continue;
      followed.add(name);
      for (const way of walks[trail.end]) {
        let last = trail.at;
        for (const { event, call, started_at, body } of way.iterate(trail.tail, trail.at)) {
          if (Math.abs(started_at - last) > MATCH_WINDOW_MS) break;
          last = started_at;
          if (found.has(event)) continue;
          const sighting = JSON.parse(body) as Sighting;
          found.set(event, { event, call, sighting });
          trails.push(...trailsOf(sighting));
        }
      }
    }
    return [...found.values()];
  };
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

import type { CallKey } from '../../../src-shared/brand.ts';
import { MATCH_WINDOW_MS } from '../../../src-shared/calls/matching.ts';
import type { Sighting } from '../../../src-shared/calls/sighting.ts';
import type { EventId } from '../../sql/ids.ts';
import type { NearbySighting, Surroundings, TailAt } from './reads.ts';

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
export const MAX_PER_SIDE = 24;

/** Between two moments all that there is with a tail has been found. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Finds every sighting that could influence how `around` is matched: the same outside number, in both directions of time
 * until nothing is found for longer than the matching window.
 */
export function neighbourhood(around: Sighting, { nearby }: Pick<Surroundings, 'nearby'>): Neighbour[] {
  const neighbours = new Map<EventId, Neighbour>();
  const open = tailsAt(around);
  const followed = new Map<string, readonly Stretch[]>();
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { end, tail, at } = next;
    const name = `${end} ${tail}`;
    const stretches = followed.get(name) ?? [];
    if (stretches.some(({ from, to }) => from <= at && at <= to)) continue;
    const rows = nearby(next);
    const found = [...unbroken(rows, at, 'after'), ...unbroken(rows, at, 'before')];
    const starts = [at, ...found.map((row) => row.startedAt)];
    followed.set(name, [...stretches, { from: Math.min(...starts), to: Math.max(...starts) }]);
    for (const { event, call, body } of found) {
      if (neighbours.has(event)) continue;
      const sighting = JSON.parse(body) as Sighting;
      neighbours.set(event, { event, call, sighting });
      open.push(...tailsAt(sighting));
    }
  }
  return [...neighbours.values()];
}

/** Those on one side of a moment, up to the first pause that is longer than the matching window. */
function unbroken(
  rows: readonly NearbySighting[],
  at: number,
  side: 'after' | 'before',
): readonly NearbySighting[] {
  let last = at;
  const own = rows.filter((row) => row.startedAt >= at === (side === 'after'));
  const pause = own.findIndex((row) => {
    const apart = Math.abs(row.startedAt - last);
    last = row.startedAt;
    return apart > MATCH_WINDOW_MS;
  });
  return pause < 0 ? own : own.slice(0, pause);
}

/**
 * How a sighting is looked up: the tail at each end where the number outside may stand, '' when it is withheld. A
 * direction that is not said leaves both ends open.
 */
export function outsideTails({ direction, from, to }: Sighting): Record<TailAt['end'], string | null> {
  return {
    from_tail: direction === 'outbound' ? null : (from.tail ?? ''),
    to_tail: direction === 'inbound' ? null : (to.tail ?? ''),
  };
}

/** Where a sighting is looked for first: whoever plans on another engine can fetch that before it is asked. */
export function tailsAt(sighting: Sighting): TailAt[] {
  const { from_tail, to_tail } = outsideTails(sighting);
  const at = sighting.startedAt;
  return [
    ...(from_tail === null ? [] : [{ end: 'from_tail' as const, tail: from_tail, at }]),
    ...(to_tail === null ? [] : [{ end: 'to_tail' as const, tail: to_tail, at }]),
  ];
}

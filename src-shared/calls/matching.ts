import { sameNumber, type NumberKey } from '../format/phone.ts';
import { assignToCalls, MATCH_WINDOW_MS, shareLine, type Lanes, type Piece } from './assignment.ts';
import { linesOf, outsideOf, type Direction, type Sighting } from './sighting.ts';

export { MATCH_WINDOW_MS };

/**
 * Divides sightings into phone calls.
 *
 * Promises: the same set gives the same calls whatever the order it is given in, and a repeated event changes nothing.
 * Within a call all agree on direction and outside number and are linked by an Allo number. Of all ways to divide them that
 * keep the order of starts it is the one with the fewest calls and, of those, with the least total distance
 * (`assignToCalls`): what arrives later can therefore correct what was joined before.
 * @returns the refs of each call; calls by their start, refs in the same order
 */
export function divideIntoCalls(sightings: readonly Sighting[]): string[][] {
  const distinct = [...new Map(sightings.map((s) => [s.ref, s])).values()].sort(byStartThenRef);
  const position = new Map(distinct.map(({ ref }, at) => [ref, at]));
  const placeOf = (ref: string): number => position.get(ref) ?? 0;
  return neighboursIn(settleNumbers(settleDirections(distinct)))
    .flatMap((group) => assignToCalls(lanesOf(group)))
    .map((call) => call.flatMap(({ refs }) => refs).sort((a, b) => placeOf(a) - placeOf(b)))
    .sort(([a = ''], [b = '']) => placeOf(a) - placeOf(b));
}

/**
 * Gives every sighting its call's key after a change, keeping keys where it can: of the keys that a call's
 * events had before, the one most of them had; on a tie the one of its earliest event.
 */
export function keepKeys<K extends string>(
  calls: readonly (readonly string[])[],
  before: ReadonlyMap<string, K>,
  newKey: () => K,
): Map<string, K> {
  const wishes = calls.flatMap((refs, call) => {
    const counts = new Map<K, number>();
    for (const ref of refs) {
      const key = before.get(ref);
      if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts].map(([key, count]) => ({ call, key, count }));
  });
  const keyOf = new Map<number, K>();
  const taken = new Set<K>();
  for (const { call, key } of wishes.sort((x, y) => y.count - x.count || x.call - y.call)) {
    if (keyOf.has(call) || taken.has(key)) continue;
    keyOf.set(call, key);
    taken.add(key);
  }
  return new Map(
    calls.flatMap((refs, call) => {
      const key = keyOf.get(call) ?? newKey();
      return refs.map((ref): [string, K] => [ref, key]);
    }),
  );
}

/** A sighting read in one direction. */
interface Placed {
  readonly sighting: Sighting;
  readonly direction: Direction;
  readonly outside: NumberKey;
  readonly lines: readonly NumberKey[];
  readonly isUnsure: boolean;
}

function placedIn(sighting: Sighting, direction: Direction): Placed {
  const [outside, lines] = [outsideOf(sighting, direction), linesOf(sighting, direction)];
  return { sighting, direction, outside, lines, isUnsure: false };
}

/** One that does not say its direction goes with the call that is nearest to it, of its own user first; else it is inbound. */
function settleDirections(sorted: readonly Sighting[]): Placed[] {
  const sure = sorted.flatMap((s) => (s.direction === null ? [] : placedIn(s, s.direction)));
  return sorted.map((sighting) => {
    if (sighting.direction !== null) return placedIn(sighting, sighting.direction);
    const either = (['inbound', 'outbound'] as const).map((direction) => placedIn(sighting, direction));
    const near = either.flatMap((one) =>
      sure
        .filter((other) => sameNumber(one.outside, other.outside) !== null && areNear(one, other))
        .map((other) => ({ one, other })),
    );
    near.sort(
      (x, y) =>
        Number(x.other.sighting.user !== sighting.user) - Number(y.other.sighting.user !== sighting.user) ||
        distance(x.one, x.other) - distance(y.one, y.other) ||
        compare(x.one.direction, y.one.direction),
    );
    return near[0]?.one ?? placedIn(sighting, 'inbound');
  });
}

/** A number outside that was written without its country is the nearest one in full that ends like it. */
function settleNumbers(placed: readonly Placed[]): Placed[] {
  const full = placed.filter(({ outside }) => outside.e164 !== null);
  return placed.map((one) => {
    if (one.outside.e164 !== null || one.outside.tail === null) return one;
    const [nearest] = full
      .filter((other) => sameNumber(one.outside, other.outside) !== null && areNear(one, other))
      .sort(
        (x, y) => distance(one, x) - distance(one, y) || compare(x.outside.e164 ?? '', y.outside.e164 ?? ''),
      );
    return nearest === undefined ? one : { ...one, outside: nearest.outside, isUnsure: true };
  });
}

/** Parts what has nothing to do with each other: within a group a path of near ones of one number leads to each. */
function neighboursIn(placed: readonly Placed[]): Placed[][] {
  const groups: Placed[][] = [];
  for (const one of placed) {
    const own = groups.filter((group) =>
      group.some((other) => isSameParty(one, other) && areNear(one, other)),
    );
    for (const group of own) groups.splice(groups.indexOf(group), 1);
    groups.push([...own.flat(), one].sort((a, b) => byStartThenRef(a.sighting, b.sighting)));
  }
  return groups;
}

function isSameParty(a: Placed, b: Placed): boolean {
  const isSame = sameNumber(a.outside, b.outside);
  return isSame === 0 || (isSame === 1 && a.outside.e164 === null && b.outside.e164 === null);
}

function areNear(a: Placed, b: Placed): boolean {
  return a.direction === b.direction && distance(a, b) <= MATCH_WINDOW_MS && shareLine(a.lines, b.lines);
}

function distance(a: Placed, b: Placed): number {
  return Math.abs(a.sighting.startedAt - b.sighting.startedAt);
}

function lanesOf(group: readonly Placed[]): Lanes {
  const rings = new Map<string, Piece>();
  const answers = new Map<string, Piece>();
  const ends = new Map<string, Piece>();
  /** Of each call that Allo has named: where its completions are gathered, and when the last of them starts. */
  const named = new Map<string | null, { readonly name: string; readonly at: number }>();
  for (const { sighting, lines, isUnsure } of group) {
    const { ref, topic, user, startedAt: at, callId, isRough = false } = sighting;
    let [lane, name] = [topic === 'call.answered' ? answers : rings, `${at} ${user ?? ''}`];
    if (topic === 'call.completed') {
      const known = named.get(callId);
      const isSame = known !== undefined && at - known.at <= MATCH_WINDOW_MS;
      [lane, name] = [ends, isSame ? known.name : `${at} ${callId ?? ''}`];
      named.set(callId, { name, at });
    }
    const known = lane.get(name);
    const piece: Piece = { refs: [ref], at, user, lines, isUnsure, isRough };
    lane.set(name, known === undefined ? piece : joined(known, piece));
  }
  return { rings: [...rings.values()], answers: [...answers.values()], ends: [...ends.values()] };
}

/** The same event under a second webhook id. */
function joined(known: Piece, again: Piece): Piece {
  return {
    ...known,
    refs: [...known.refs, ...again.refs],
    lines: [...known.lines, ...again.lines],
    isUnsure: known.isUnsure && again.isUnsure,
  };
}

function byStartThenRef(a: Sighting, b: Sighting): number {
  return a.startedAt - b.startedAt || compare(a.ref, b.ref);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

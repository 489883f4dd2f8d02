import { sameNumber, type NumberKey } from '../format/phone.ts';
import type { Direction, Sighting } from './sighting.ts';

/** Events of one call may disagree about its start by this much; about 2 s in practice. */
export const MATCH_WINDOW_MS = 20_000;

/**
 * Divides sightings into phone calls.
 *
 * Promises: the same set gives the same calls whatever the order it is given in, and a repeated event changes
 * nothing. Within a call all agree on direction and outside number, start within 20 s of each other, are linked
 * by an Allo number, and there is one event of each kind and user. Where several calls could take an event, the
 * nearest start wins; a number equal in full goes before one equal in its last 9 digits.
 *
 * It joins the nearest compatible pair first, then the next, as long as the two groups still fit: what arrives
 * later can therefore correct what an earlier, poorer choice had joined.
 * @returns the refs of each call; calls by their start, refs in the same order
 */
export function divideIntoCalls(sightings: readonly Sighting[]): string[][] {
  const distinct = [...new Map(sightings.map((s) => [s.ref, s])).values()].sort(byStartThenRef);
  const groups = new Map(distinct.map((s) => [s.ref, [s]]));
  for (const { a, b } of candidatePairs(distinct)) {
    const left = groups.get(a.ref) ?? [a];
    const right = groups.get(b.ref) ?? [b];
    if (left === right || !left.every((x) => right.every((y) => canShareCall(x, y)))) continue;
    const joined = [...left, ...right].sort(byStartThenRef);
    for (const member of joined) groups.set(member.ref, joined);
  }
  return [...new Set(groups.values())].map((group) => group.map((s) => s.ref));
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

/** The number outside and the Allo numbers, seen in `direction`. */
export function endsOf(sighting: Sighting, direction: Direction): { outside: NumberKey; lines: NumberKey[] } {
  const { from, to, originalTo } = sighting;
  return direction === 'inbound'
    ? { outside: from, lines: originalTo === null ? [to] : [to, originalTo] }
    : { outside: to, lines: [from] };
}

interface Pair {
  readonly a: Sighting;
  readonly b: Sighting;
  readonly surety: number;
  readonly apart: number;
}

/** Every pair that belongs together on its own, nearest first; ties fall by the refs, never by arrival. */
function candidatePairs(sorted: readonly Sighting[]): Pair[] {
  const pairs: Pair[] = [];
  for (const [i, a] of sorted.entries()) {
    for (const b of sorted.slice(i + 1)) {
      if (b.startedAt - a.startedAt > MATCH_WINDOW_MS) break;
      const surety = linked(a, b);
      if (surety !== null && canShareCall(a, b))
        pairs.push({ a, b, surety, apart: b.startedAt - a.startedAt });
    }
  }
  return pairs.sort(
    (x, y) =>
      x.surety - y.surety || x.apart - y.apart || byStartThenRef(x.a, y.a) || byStartThenRef(x.b, y.b),
  );
}

/** Whether the two can be in one call at all; being linked by a line is asked of one pair, this of every pair. */
function canShareCall(a: Sighting, b: Sighting): boolean {
  const direction = commonDirection(a, b);
  if (direction === null || Math.abs(a.startedAt - b.startedAt) > MATCH_WINDOW_MS || inEachOthersPlace(a, b))
    return false;
  return sameNumber(endsOf(a, direction).outside, endsOf(b, direction).outside) !== null;
}

function linked(a: Sighting, b: Sighting): number | null {
  const direction = commonDirection(a, b);
  if (direction === null) return null;
  const [x, y] = [endsOf(a, direction), endsOf(b, direction)];
  const outside = sameNumber(x.outside, y.outside);
  const lines = x.lines.flatMap((l) => y.lines.map((m) => sameNumber(l, m))).filter((s) => s !== null);
  return outside === null || lines.length === 0 ? null : outside + Math.min(...lines);
}

/** One event of each kind and user; the same event under a second webhook id starts at the same moment and may join. */
function inEachOthersPlace(a: Sighting, b: Sighting): boolean {
  if (a.topic !== b.topic) return false;
  if (a.topic === 'call.completed') return a.callId !== b.callId;
  return a.user === b.user && a.startedAt !== b.startedAt;
}

/** Null when they disagree; a sighting that does not say goes along, and two that do not are read as inbound. */
function commonDirection(a: Sighting, b: Sighting): Direction | null {
  if (a.direction !== null && b.direction !== null && a.direction !== b.direction) return null;
  return a.direction ?? b.direction ?? 'inbound';
}

function byStartThenRef(a: Sighting, b: Sighting): number {
  return a.startedAt - b.startedAt || (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0);
}

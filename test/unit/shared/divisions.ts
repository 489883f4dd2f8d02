import type { CallTopic, Sighting } from '../../../src-shared/calls/sighting.ts';

/** Every way to put things into heaps. */
export function everyDivision<T>(items: readonly T[]): T[][][] {
  const [first, ...others] = items;
  if (first === undefined) return [[]];
  return everyDivision(others).flatMap((heaps) => [
    [[first], ...heaps],
    ...heaps.map((_, at) => heaps.map((heap, n) => (n === at ? [first, ...heap] : heap))),
  ]);
}

/** As the rule is written, without regard to how it is found. Null: these cannot be calls, or not in order. */
export function scoreOf(calls: readonly Sighting[][]): { calls: number; distance: number } | null {
  const sorted = [...calls].sort((a, b) => startOf(a) - startOf(b));
  for (const topic of ['call.received', 'call.answered', 'call.completed'] as const) {
    const lane = sorted.flatMap((call) => ofTopic(call, topic));
    if (lane.some((at, n) => at < (lane[n - 1] ?? 0))) return null;
  }
  const distances = sorted.map(distanceIn);
  if (distances.includes(null)) return null;
  return { calls: calls.length, distance: distances.reduce<number>((sum, one) => sum + (one ?? 0), 0) };
}

function distanceIn(call: readonly Sighting[]): number | null {
  const rings = ofTopic(call, 'call.received');
  const later = [...ofTopic(call, 'call.answered'), ...ofTopic(call, 'call.completed')];
  const names = call.map(({ topic, user }) => (topic === 'call.completed' ? topic : `${topic} ${user}`));
  if (new Set(names).size < names.length) return null;
  if (rings.some((at, n) => n > 0 && at - (rings[n - 1] ?? 0) > 20_000)) return null;
  if (rings.length === 0) {
    const span = Math.max(...later) - Math.min(...later);
    return span > 20_000 ? null : span;
  }
  let distance = (rings.at(-1) ?? 0) - (rings[0] ?? 0);
  for (const at of later) {
    const before = rings.findLast((ring) => ring <= at);
    const apart = before === undefined ? 5_000 + (rings[0] ?? 0) - at : at - before;
    if (before === undefined ? apart > 5_999 : apart > 20_000) return null;
    distance += apart;
  }
  return distance;
}

function ofTopic(call: readonly Sighting[], topic: CallTopic): number[] {
  return call
    .filter((one) => one.topic === topic)
    .map(({ startedAt }) => startedAt)
    .sort((a, b) => a - b);
}

function startOf(call: readonly Sighting[]): number {
  return Math.min(...call.map(({ startedAt }) => startedAt));
}

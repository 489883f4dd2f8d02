import type { CallKey } from '../../src-shared/brand.ts';
import { divideIntoCalls } from '../../src-shared/calls/matching.ts';
import { sightingOf } from '../../src-shared/calls/sighting.ts';
import { completedEventOf, recoveredIdOf, type CallItem } from './items.ts';
import type { LostCall } from './lost.ts';

/**
 * Finds the lost calls among what Allo lists, by the rules that webhooks are matched by. Promises: the answer does not depend on the order of either list, an item is
 * for one call at most, and one that no rule ties to a lost call is for none.
 * @param items without those whose completion is known
 */
export function pickItems(
  lost: readonly LostCall[],
  items: readonly CallItem[],
  now: number,
): ReadonlyMap<CallKey, CallItem> {
  const callOf = new Map(
    lost.flatMap(({ call, sightings }) => sightings.map(({ ref }) => [ref, call] as const)),
  );
  const itemOf = new Map(items.map((item) => [recoveredIdOf(item) as string, item] as const));
  const ends = [...itemOf].flatMap(([ref, item]) => {
    const event = completedEventOf(item, now);
    return event === null ? [] : [sightingOf(ref, event)];
  });
  const groups = divideIntoCalls([...lost.flatMap(({ sightings }) => sightings), ...ends]);
  return new Map(
    groups.flatMap((refs) => {
      const call = refs.map((ref) => callOf.get(ref)).find((one) => one !== undefined);
      const item = refs.map((ref) => itemOf.get(ref)).find((one) => one !== undefined);
      return call === undefined || item === undefined ? [] : [[call, item] as const];
    }),
  );
}

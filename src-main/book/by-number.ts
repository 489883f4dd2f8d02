import type { CallKey } from '../../src-shared/brand.ts';
import type { PlaceInOrder } from './order.ts';

/**
 * The newest call by the last digits of its number.
 * @param places newest first
 */
export function newestByTail(
  places: readonly PlaceInOrder[],
  eventsOf: (call: CallKey) => readonly { readonly tail: string | null }[],
): ReadonlyMap<string, CallKey> {
  const newest = new Map<string, CallKey>();
  for (const { key } of places)
    for (const { tail } of eventsOf(key)) if (tail !== null && !newest.has(tail)) newest.set(tail, key);
  return newest;
}

import type { LockKey } from './keys.ts';

export interface Keyed {
  readonly keys: ReadonlySet<LockKey>;
}

/**
 * Those of what waits that can be planned side by side: none of them shares a key with another one, or with one that came
 * before it and waits on. What shares a key is therefore planned in order of arrival.
 * @param waiting in order of arrival
 */
export function nextRound<T extends Keyed>(waiting: readonly T[]): T[] {
  const taken = new Set<LockKey>();
  return waiting.filter(({ keys }) => {
    const isFree = [...keys].every((key) => !taken.has(key));
    for (const key of keys) taken.add(key);
    return isFree;
  });
}

/** What can be planned in so many rounds, in order of arrival, and the rest. */
export function firstRounds<T extends Keyed>(waiting: readonly T[], most: number): readonly [T[], T[]] {
  const now = new Set<T>();
  let left = waiting;
  for (let round = 0; round < most && left.length > 0; round += 1) {
    const free = new Set(nextRound(left));
    for (const one of free) now.add(one);
    left = left.filter((one) => !free.has(one));
  }
  return [waiting.filter((one) => now.has(one)), [...left]];
}

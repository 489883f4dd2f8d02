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

/** Past this many, those who may go again are forgotten. */
const MANY = 1000;

/** Lets everyone through once per `everyMs`. */
export interface Spacing<Key> {
  /** Null when it is their turn, else the whole seconds to wait. */
  attempt(key: Key): number | null;
}

/** @param elapsed ms on a clock that never jumps */
export function spacing<Key>(everyMs: number, elapsed: () => number): Spacing<Key> {
  const lastAt = new Map<Key, number>();
  return {
    attempt(key) {
      const at = elapsed();
      const wait = (lastAt.get(key) ?? -Infinity) + everyMs - at;
      if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));
      if (lastAt.size >= MANY)
        for (const [other, last] of lastAt) if (last + everyMs <= at) lastAt.delete(other);
      lastAt.set(key, at);
      return null;
    },
  };
}

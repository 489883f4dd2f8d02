/** Work that is promised: of one key, each piece begins when the one before it is done; of different keys, at once. */
export interface InOrder<Key> {
  /** @returns settles with the work */
  add(key: Key, work: () => Promise<void>): Promise<void>;
  /** Resolves when all that was added is done, well or not. */
  idle(): Promise<void>;
}

export function inOrder<Key>(): InOrder<Key> {
  const last = new Map<Key, Promise<void>>();
  return {
    add: (key, work) => {
      const before = last.get(key);
      const done = before === undefined ? work() : before.then(work);
      // Whoever added it hears of it when it fails.
      const settled = done
        .catch(() => undefined)
        .finally(() => {
          if (last.get(key) === settled) last.delete(key);
        });
      last.set(key, settled);
      return done;
    },
    idle: async () => {
      while (last.size > 0) await Promise.all(last.values());
    },
  };
}

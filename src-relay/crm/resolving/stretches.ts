/** Work that waits, done a little at a time. */
export interface Stretches<Key, Item> {
  /** One of the same key that waits already is replaced. */
  add(key: Key, item: Item): void;
  /** Forgets what waits, and takes no more. */
  close(): void;
}

export interface StretchParts<Key, Item> {
  readonly work: (key: Key, item: Item) => void;
  /** Of two with one key. */
  readonly merged: (old: Item, next: Item) => Item;
  /** More than so many do not wait: the oldest goes. */
  readonly most: number;
  readonly dropped: () => void;
  /** About so long at once, in ms; then everything else has its turn. */
  readonly stretchMs: number;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  readonly trouble: (error: unknown) => void;
}

/** Nothing is done in the tick in which it is added: whoever adds something is about to answer somebody. */
export function stretches<Key, Item>(parts: StretchParts<Key, Item>): Stretches<Key, Item> {
  const { work, merged, most, dropped, stretchMs, elapsed, trouble } = parts;
  const waiting = new Map<Key, Item>();
  let isRunning = false;
  let isClosed = false;

  function run(): void {
    const until = elapsed() + stretchMs;
    for (const [key, item] of waiting) {
      waiting.delete(key);
      try {
        work(key, item);
      } catch (error) {
        trouble(error);
      }
      if (elapsed() >= until) break;
    }
    isRunning = waiting.size > 0;
    if (isRunning) setImmediate(run);
  }

  return {
    add: (key, item) => {
      if (isClosed) return;
      const old = waiting.get(key);
      waiting.set(key, old === undefined ? item : merged(old, item));
      if (waiting.size > most) {
        const [oldest] = waiting.keys();
        if (oldest !== undefined) waiting.delete(oldest);
        dropped();
      }
      if (isRunning) return;
      isRunning = true;
      setImmediate(run);
    },
    close: () => {
      isClosed = true;
      waiting.clear();
    },
  };
}

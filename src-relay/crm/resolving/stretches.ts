/** Work that waits, done a little at a time. */
export interface Stretches<Key, Item> {
  /** One of the same key that waits already is replaced. */
  add(key: Key, item: Item): void;
  /** What waits and what is under way. */
  readonly size: number;
  /** Forgets what waits, and takes no more; resolves when what is under way is done. */
  close(): Promise<void>;
}

export interface StretchParts<Key, Item> {
  readonly work: (key: Key, item: Item) => Promise<void>;
  /** So much work may be under way at once; of one key, only one piece. */
  readonly atOnce: number;
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
  const { work, atOnce, merged, most, dropped, stretchMs, elapsed, trouble } = parts;
  const waiting = new Map<Key, Item>();
  const busy = new Set<Key>();
  const workers = new Set<Promise<void>>();
  let until = -Infinity;
  let isClosed = false;

  async function turn(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (elapsed() >= until) until = elapsed() + stretchMs;
  }

  function take(): readonly [Key, Item] | null {
    for (const next of waiting) {
      if (busy.has(next[0])) continue;
      waiting.delete(next[0]);
      return next;
    }
    return null;
  }

  async function workOff(): Promise<void> {
    await turn();
    for (let next = take(); next !== null; next = take()) {
      const [key, item] = next;
      busy.add(key);
      try {
        await work(key, item);
      } catch (error) {
        trouble(error);
      }
      busy.delete(key);
      if (elapsed() >= until) await turn();
    }
  }

  function hire(): void {
    const worker = workOff().finally(() => workers.delete(worker));
    workers.add(worker);
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
      if (workers.size < atOnce) hire();
    },
    get size() {
      return waiting.size + busy.size;
    },
    close: async () => {
      isClosed = true;
      waiting.clear();
      await Promise.all(workers);
    },
  };
}

const MINUTE_MS = 60_000;
/** So long nothing is let go, whatever comes: longer than the longest ring window. */
const SURE_MS = 15 * MINUTE_MS;
/** After a day nothing of a call can bring its card. */
const OLD_MS = 24 * 60 * MINUTE_MS;
/** More than these are kept only while they are younger than `SURE_MS`. */
const FEW = 2_000;
/** More than 30 rings a second for ten minutes. */
const MOST = 20_000;
const CHUNK = 256;

interface Chunk<K> {
  readonly keys: ReadonlySet<K>;
  /** When its newest was noted, ms by this machine's clock. */
  readonly at: number;
}

/**
 * What has come lately, never changed in place. A key stays for a day; of more than 2,000 only those of the last quarter
 * of an hour do, which is longer than a ring can be fresh; and never more than 20,000. Adding costs the same however many
 * there are.
 */
export interface RecentKeys<K> extends Iterable<K> {
  readonly size: number;
  has(key: K): boolean;
  /** @param at ms by this machine's clock */
  with(key: K, at: number): RecentKeys<K>;
  without(key: K): RecentKeys<K>;
  renamed(from: K, to: K): RecentKeys<K>;
}

/** @param keys oldest first, noted at `at` */
export function recentKeys<K>(keys: Iterable<K>, at: number): RecentKeys<K> {
  const all = [...new Set(keys)];
  const chunks: Chunk<K>[] = [];
  for (let i = 0; i < all.length; i += CHUNK) chunks.push({ keys: new Set(all.slice(i, i + CHUNK)), at });
  return recent(bounded(chunks, at));
}

function recent<K>(chunks: readonly Chunk<K>[]): RecentKeys<K> {
  const has = (key: K): boolean => chunks.some((chunk) => chunk.keys.has(key));
  return {
    size: chunks.reduce((sum, chunk) => sum + chunk.keys.size, 0),
    has,
    with(key, at) {
      if (has(key)) return this;
      const last = chunks.at(-1);
      const grown =
        last === undefined || last.keys.size >= CHUNK
          ? [...chunks, { keys: new Set([key]), at }]
          : [...chunks.slice(0, -1), { keys: new Set([...last.keys, key]), at }];
      return recent(bounded(grown, at));
    },
    without(key) {
      if (!has(key)) return this;
      return recent(
        chunks.map((chunk) =>
          chunk.keys.has(key) ? { ...chunk, keys: new Set([...chunk.keys].filter((k) => k !== key)) } : chunk,
        ),
      );
    },
    renamed(from, to) {
      if (from === to || !has(from)) return this;
      const isKnown = has(to);
      const change = (keys: ReadonlySet<K>): ReadonlySet<K> =>
        new Set([...keys].flatMap((key) => (key !== from ? [key] : isKnown ? [] : [to])));
      return recent(
        chunks.map((chunk) => (chunk.keys.has(from) ? { ...chunk, keys: change(chunk.keys) } : chunk)),
      );
    },
    *[Symbol.iterator]() {
      for (const { keys } of chunks) yield* keys;
    },
  };
}

function bounded<K>(chunks: readonly Chunk<K>[], now: number): readonly Chunk<K>[] {
  let size = chunks.reduce((sum, chunk) => sum + chunk.keys.size, 0);
  let first = 0;
  for (const { keys, at } of chunks.slice(0, -1)) {
    const left = size - keys.size;
    const mayGo = now - at > OLD_MS || (left >= FEW && now - at > SURE_MS) || size > MOST;
    if (!mayGo) break;
    size = left;
    first += 1;
  }
  return first === 0 ? chunks : chunks.slice(first);
}

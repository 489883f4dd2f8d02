/** Values by key, made when they are asked for; only those asked for last are kept. */
export interface Newest<K, V> {
  get(key: K, make: () => V): V;
  drop(key: K): void;
  clear(): void;
}

export function keepNewest<K, V>(size: number): Newest<K, V> {
  const kept = new Map<K, { readonly value: V }>();
  return {
    get(key, make) {
      const known = kept.get(key) ?? { value: make() };
      kept.delete(key);
      kept.set(key, known);
      const oldest = kept.keys().next();
      if (kept.size > size && oldest.done !== true) kept.delete(oldest.value);
      return known.value;
    },
    drop: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

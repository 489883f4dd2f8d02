import type { WebhookId } from '../../../src-shared/brand.ts';
import type { LockKey } from './keys.ts';

export interface Queued {
  readonly id: WebhookId;
  /** As far as they are known yet. */
  readonly keys: ReadonlySet<LockKey>;
}

/** What waits to be filed, in order of arrival: nothing is under way together with what it shares a key or an id with. */
export interface FilingQueue<T extends Queued> {
  add(items: readonly T[]): void;
  /** What can be filed now, in one transaction, and is under way from now on. */
  next(): T[];
  /** It is no longer under way. */
  done(items: readonly T[]): void;
  /** It is no longer under way, and comes before all that waits. */
  putBack(items: readonly T[]): void;
  isWaiting(item: T): boolean;
}

/** @param most in one transaction */
export function filingQueue<T extends Queued>(most: number): FilingQueue<T> {
  let waiting: T[] = [];
  const underWay = new Set<T>();

  function done(items: readonly T[]): void {
    for (const item of items) underWay.delete(item);
  }

  return {
    add: (items) => void waiting.push(...items),
    next() {
      const keys = new Set([...underWay].flatMap((one) => [...one.keys]));
      const ids = new Set([...underWay].map(({ id }) => id));
      const now: T[] = [];
      const left: T[] = [];
      for (const one of waiting) {
        const isRepeated = ids.has(one.id);
        const mustWait = now.length === most || isRepeated || sharesOne(one.keys, keys);
        ids.add(one.id);
        // Nothing of a repeated one is likely to be filed: what comes after it waits for the first one only.
        if (mustWait && !isRepeated) for (const key of one.keys) keys.add(key);
        (mustWait ? left : now).push(one);
      }
      waiting = left;
      for (const one of now) underWay.add(one);
      return now;
    },
    done,
    putBack(items) {
      done(items);
      waiting = [...items, ...waiting];
    },
    isWaiting: (item) => waiting.includes(item),
  };
}

function sharesOne(keys: ReadonlySet<LockKey>, others: ReadonlySet<LockKey>): boolean {
  for (const key of keys) if (others.has(key)) return true;
  return false;
}

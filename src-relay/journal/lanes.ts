/**
 * What waits for the writer, in two lanes: webhooks and the relay's own work in one, what devices ask for in the other,
 * which takes a small part of every commit. However much devices ask, a webhook waits for no more than that part.
 */
export interface Lanes<T> {
  /** @returns false: so much of it waits already that no more is taken */
  add(item: T, lane: Lane): boolean;
  /** What goes into the next commit: up to `most` of the first lane, each lane in its order. */
  take(most: number): T[];
  /** Everything, out of both. */
  clear(): T[];
  /** What waits in the first lane. */
  readonly first: number;
  /** What waits in all. */
  readonly all: number;
}

export type Lane = 'webhooks' | 'devices';

/** Of what devices ask for, so much goes into one commit, and so much waits at most. */
const DEVICE_SHARE = 16;
const DEVICES_WAITING = 512;

export function twoLanes<T>(): Lanes<T> {
  let first: T[] = [];
  let second: T[] = [];
  return {
    add(item, lane) {
      if (lane === 'webhooks') first.push(item);
      else if (second.length < DEVICES_WAITING) second.push(item);
      else return false;
      return true;
    },
    take(most) {
      const taken = [...first.slice(0, most), ...second.slice(0, DEVICE_SHARE)];
      first = first.slice(most);
      second = second.slice(DEVICE_SHARE);
      return taken;
    },
    clear() {
      const taken = [...first, ...second];
      first = [];
      second = [];
      return taken;
    },
    get first() {
      return first.length;
    },
    get all() {
      return first.length + second.length;
    },
  };
}

import type { CommandKind } from './commands.ts';
import { twoLanes, type Lane } from './lanes.ts';

/** What waits for the writer, and what of it goes out next. */
export interface Outbox<T> {
  /** @returns false: so much of what devices ask for waits already that no more is taken */
  add(item: T, kind: CommandKind): boolean;
  /** The batches that go out now, and are under way from now on; none: what waits is not worth one yet. */
  next(): Batch<T>[];
  /** A batch is no longer under way. */
  done(batch: Batch<T>): void;
  /** Everything that waits; nothing is under way any more. */
  clear(): T[];
  readonly waiting: number;
}

export interface Batch<T> {
  readonly way: Way;
  readonly items: readonly T[];
}

type Way = 'all' | 'webhooks' | 'others';

/**
 * A commit takes half of what waits, so that one half is written while the other half's senders are answered: at least
 * so many, and at most so many, so that the first of them does not wait for thousands.
 */
const FULL_BATCH = 32;
const MAX_BATCH = 512;
/**
 * How many must wait for a batch to go out, by how many batches the writer has: one is enough when it has nothing to do,
 * and a second one lies ready only when it is worth a commit.
 */
const LEAST_WAITING = [1, FULL_BATCH];

/** For a writer that writes one batch after the other: whatever waits goes together. */
export function oneAfterTheOther<T>(): Outbox<T> {
  const lanes = twoLanes<T>();
  let underWay = 0;
  return {
    add: (item, kind) => lanes.add(item, laneOf(kind)),
    next: () => {
      if (lanes.all < (LEAST_WAITING[underWay] ?? Infinity)) return [];
      underWay += 1;
      const size = Math.min(MAX_BATCH, Math.max(FULL_BATCH, Math.ceil(lanes.first / 2)));
      return [{ way: 'all', items: lanes.take(size) }];
    },
    done: () => void (underWay -= 1),
    clear: () => {
      underWay = 0;
      return lanes.clear();
    },
    get waiting() {
      return lanes.all;
    },
  };
}

/** More webhooks in one transaction keep others waiting for what it has locked. */
const MAX_SHARED_BATCH = 256;
/** As `LEAST_WAITING`, for a server that works on several at once. */
const LEAST_WEBHOOKS = [1, FULL_BATCH, 2 * FULL_BATCH];
const MOST_OTHERS = 2;

/**
 * For a writer that has several transactions under way at once: webhooks go by themselves, so that nothing of what devices
 * ask for, or the relay itself, is in their way.
 */
export function severalAtOnce<T>(): Outbox<T> {
  let webhooks: T[] = [];
  const others = twoLanes<T>();
  const underWay = { webhooks: 0, others: 0, all: 0 };

  function* webhookBatches(): Generator<Batch<T>> {
    while (webhooks.length >= (LEAST_WEBHOOKS[underWay.webhooks] ?? Infinity)) {
      const items = webhooks.slice(0, MAX_SHARED_BATCH);
      webhooks = webhooks.slice(MAX_SHARED_BATCH);
      underWay.webhooks += 1;
      yield { way: 'webhooks', items };
    }
  }

  function* otherBatches(): Generator<Batch<T>> {
    while (others.all > 0 && underWay.others < MOST_OTHERS) {
      underWay.others += 1;
      // One of the relay's own at a time, since each may take long.
      yield { way: 'others', items: others.take(1) };
    }
  }

  return {
    add(item, kind) {
      if (kind === 'webhook') webhooks.push(item);
      else return others.add(item, laneOf(kind));
      return true;
    },
    next: () => [...webhookBatches(), ...otherBatches()],
    done: ({ way }) => void (underWay[way] -= 1),
    clear() {
      Object.assign(underWay, { webhooks: 0, others: 0 });
      const all = [...webhooks, ...others.clear()];
      webhooks = [];
      return all;
    },
    get waiting() {
      return webhooks.length + others.all;
    },
  };
}

/** What devices ask for, and what is only kept to spare a question later. */
const SECOND_LANE: ReadonlySet<CommandKind> = new Set([
  'claim',
  'release',
  'acks',
  'pair',
  'join',
  'found',
  'foundOf',
]);

function laneOf(kind: CommandKind): Lane {
  return SECOND_LANE.has(kind) ? 'devices' : 'webhooks';
}

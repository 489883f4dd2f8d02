import type { Client } from 'pg';
import { StoreFault } from '../sql/sql.ts';
import { PreparedConnection } from './connection.ts';

export interface PoolStats {
  readonly most: number;
  readonly open: number;
  readonly busy: number;
  /** Work that waits for a connection. */
  readonly waiting: number;
}

export interface Pool {
  /**
   * Lends a connection to `work`. Whether it can be lent again is up to the connection, not to what `work` throws.
   * @throws StoreFault when there is none in time, or what `work` throws
   */
  use<T>(work: (connection: PreparedConnection) => Promise<T>): Promise<T>;
  stats(): PoolStats;
  /** Waits for what is lent. */
  close(): Promise<void>;
}

interface PoolOptions {
  readonly connect: () => Promise<Client>;
  readonly most: number;
  /** How long work waits for a connection. */
  readonly waitMs: number;
  /** How long an unused connection is kept. */
  readonly idleMs: number;
}

interface Waiting {
  resolve(connection: PreparedConnection): void;
  reject(error: unknown): void;
  readonly timer: NodeJS.Timeout;
}

/** Lends at most so many connections at a time, the one last used first. */
export function openPool({ connect, most, waitMs, idleMs }: PoolOptions): Pool {
  const idle: { readonly connection: PreparedConnection; readonly timer: NodeJS.Timeout }[] = [];
  const waiting: Waiting[] = [];
  const held = new Set<PreparedConnection>();
  let open = 0;
  let whenEmpty: (() => void) | null = null;
  let isClosed = false;

  function borrow(): Promise<PreparedConnection> {
    if (isClosed) return Promise.reject(new StoreFault('unavailable', 'the store is closed'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(mine), 1);
        reject(new StoreFault('unavailable', `all ${most} connections to PostgreSQL are busy (pool_size)`));
      }, waitMs);
      const mine: Waiting = { resolve, reject, timer };
      waiting.push(mine);
      lend();
    });
  }

  /** Whose turn it is: connecting has a time-out of its own. */
  function next(): Waiting | undefined {
    const first = waiting.shift();
    clearTimeout(first?.timer);
    return first;
  }

  function lend(): void {
    while (waiting.length > 0) {
      const free = idle.pop();
      if (free !== undefined) {
        clearTimeout(free.timer);
        if (free.connection.isLost()) drop(free.connection);
        else next()?.resolve(free.connection);
        continue;
      }
      if (open >= most) return;
      open += 1;
      const borrower = next();
      connect().then(
        (client) => borrower?.resolve(new PreparedConnection(client)),
        (error: unknown) => {
          left();
          borrower?.reject(error);
        },
      );
    }
  }

  function giveBack(connection: PreparedConnection): void {
    if (isClosed || connection.isLost()) {
      drop(connection);
      return;
    }
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((each) => each.connection === connection),
        1,
      );
      drop(connection);
    }, idleMs);
    timer.unref();
    idle.push({ connection, timer });
    lend();
  }

  function giveBackLater(connection: PreparedConnection, free: Promise<void>): void {
    held.add(connection);
    const release = (): void => {
      if (held.delete(connection)) giveBack(connection);
    };
    free.then(release, release);
    if (isClosed) {
      connection.lose();
      release();
    }
  }

  function drop(connection: PreparedConnection): void {
    connection.end();
    left();
  }

  function left(): void {
    open -= 1;
    if (open === 0) whenEmpty?.();
    lend();
  }

  return {
    use: async (work) => {
      const connection = await borrow();
      try {
        return await work(connection);
      } finally {
        if (connection.held === null) giveBack(connection);
        else giveBackLater(connection, connection.held);
      }
    },
    stats: () => ({ most, open, busy: open - idle.length, waiting: waiting.length }),
    close: async () => {
      isClosed = true;
      for (const { reject } of waiting.splice(0))
        reject(new StoreFault('unavailable', 'the store is closed'));
      for (const { connection, timer } of idle.splice(0)) {
        clearTimeout(timer);
        drop(connection);
      }
      for (const connection of held) {
        held.delete(connection);
        connection.lose();
        drop(connection);
      }
      if (open > 0) await new Promise<void>((resolve) => (whenEmpty = resolve));
    },
  };
}

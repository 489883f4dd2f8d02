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
   * Lends a connection to `work`, which says by what it throws nothing of it: a connection that is lost is not lent again.
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
}

/** Lends at most so many connections at a time, the one last used first. */
export function openPool({ connect, most, waitMs, idleMs }: PoolOptions): Pool {
  const idle: { readonly connection: PreparedConnection; readonly timer: NodeJS.Timeout }[] = [];
  const waiting: Waiting[] = [];
  let open = 0;
  let whenEmpty: (() => void) | null = null;
  let isClosed = false;

  function borrow(): Promise<PreparedConnection> {
    if (isClosed) return Promise.reject(new StoreFault('unavailable', 'the store is closed'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const at = waiting.indexOf(mine);
        if (at !== -1) waiting.splice(at, 1);
        reject(new StoreFault('unavailable', `all ${most} connections to PostgreSQL are busy (pool_size)`));
      }, waitMs);
      const mine: Waiting = {
        resolve: (connection) => {
          clearTimeout(timer);
          resolve(connection);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      waiting.push(mine);
      lend();
    });
  }

  function lend(): void {
    while (waiting.length > 0) {
      const free = idle.pop();
      if (free !== undefined) {
        clearTimeout(free.timer);
        if (free.connection.isLost()) drop(free.connection);
        else waiting.shift()?.resolve(free.connection);
        continue;
      }
      if (open >= most) return;
      open += 1;
      const next = waiting.shift();
      connect().then(
        (client) => next?.resolve(new PreparedConnection(client)),
        (error: unknown) => {
          left();
          next?.reject(error);
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
        giveBack(connection);
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
      if (open > 0) await new Promise<void>((resolve) => (whenEmpty = resolve));
    },
  };
}

import type { Client } from 'pg';
import type { PostgresSettings } from '../settings/store.ts';
import type { Database } from '../sql/sql.ts';
import { alone } from './alone.ts';
import type { CommitWait } from './commit.ts';
import { abandon, connector, TIMEOUTS, type Timeouts } from './connecting.ts';
import { migrate } from './migrating.ts';
import { openPool, type PoolStats } from './pool.ts';
import { postgresRemnants } from './remnants.ts';
import { postgresSql, type PostgresSql } from './sql.ts';
import { inTransaction, type Work } from './transaction.ts';

/** An open database of PostgreSQL's, which any number of relays share. */
export interface PostgresDatabase extends Database {
  readonly engine: 'postgres';
  readonly read: PostgresSql;
  transaction<T>(work: Work<T>): Promise<T>;
  alone<T>(work: (sql: PostgresSql) => Promise<T>): Promise<T>;
  stats(): DatabaseStats;
}

/** Its connections, and its transactions since it was opened. */
export interface DatabaseStats extends PoolStats {
  /** How often one was begun: those, too, that met others and were begun again. */
  readonly begun: number;
  readonly committed: number;
}

export interface PostgresOptions {
  /** At most; absent: the URL's `pool_size`. */
  readonly connections?: number;
  readonly timeouts?: Partial<Timeouts>;
}

const IDLE_MS = 60_000;

/**
 * Opens the database and brings its tables up to date, under a lock: several may do it at once.
 * @throws StoreFault when it cannot be reached or lets nobody in, JournalError when it is of a newer version
 */
export async function openPostgres(
  settings: PostgresSettings,
  options: PostgresOptions = {},
): Promise<PostgresDatabase> {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  await migrate(settings, timeouts);
  return openMigrated(settings, options);
}

/** The same for tables that are known to be up to date: a further pool, or another thread's. Connects when it must. */
export function openMigrated(settings: PostgresSettings, options: PostgresOptions = {}): PostgresDatabase {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const connect = connector(settings, timeouts);
  const pool = openPool({
    connect,
    most: options.connections ?? settings.poolSize,
    waitMs: timeouts.statementMs,
    idleMs: IDLE_MS,
  });
  const committing: CommitWait = {
    withinMs: timeouts.statementMs,
    isWaiting: (backend) => waitsForStandby(connect, backend),
  };
  let [begun, committed] = [0, 0];
  async function transaction<T>(work: Work<T>): Promise<T> {
    const result = await inTransaction(pool, committing, (sql, ending) => {
      begun += 1;
      return work(sql, ending);
    });
    committed += 1;
    return result;
  }
  return {
    engine: 'postgres',
    read: postgresSql((statement, values) => pool.use((connection) => connection.send(statement, values))),
    transaction,
    alone: (work) => alone(pool, committing, work),
    remnants: postgresRemnants(pool),
    stats: () => ({ ...pool.stats(), begun, committed }),
    close: pool.close,
  };
}

/** Asked on a connection of its own: all of the pool's may be waiting. */
async function waitsForStandby(connect: () => Promise<Client>, backend: number): Promise<boolean> {
  const client = await connect();
  try {
    const { rows } = await client.query(
      `SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'SyncRep'`,
      [backend],
    );
    return rows.length > 0;
  } finally {
    abandon(client);
  }
}

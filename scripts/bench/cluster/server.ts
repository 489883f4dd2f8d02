import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processesOf } from '../../../test/fixtures/processes.ts';
import { startPostgres, type PostgresServer } from '../../../test/fixtures/postgres/server.ts';
import { cpuMs, rssMb } from '../relay/usage.ts';

/** A PostgreSQL of its own, with nothing switched off that keeps data safe, and the memory of a small server. */
export function startServer(): Promise<PostgresServer> {
  return startPostgres({ shared_buffers: '512MB', max_wal_size: '4GB', checkpoint_timeout: '15min' });
}

/** CPU that all of its processes have used so far, in ms; those that ended meanwhile are left out. */
export async function cpuOf(server: PostgresServer): Promise<number> {
  return (await pidsOf(server)).reduce((sum, pid) => sum + (cpuMs(pid) || 0), 0);
}

/** Memory that its processes have to themselves and share, each page once as far as Linux says, in MB. */
export async function memoryOf(server: PostgresServer): Promise<number> {
  return (await pidsOf(server)).reduce((sum, pid) => sum + (pssMb(pid) ?? rssMb(pid)), 0);
}

function pssMb(pid: number): number | null {
  try {
    const kb = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return kb === undefined ? null : (Number(kb) * 1024) / 1e6;
  } catch {
    return null;
  }
}

async function pidsOf({ folder }: PostgresServer): Promise<readonly number[]> {
  const root = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  return (await processesOf(root)).map(({ pid }) => pid);
}

/** What it has written so far. */
export interface Written {
  readonly walBytes: number;
  readonly databaseBytes: number;
}

const WRITTEN = `
  SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS "walBytes",
    pg_database_size(datname)::float8 AS "databaseBytes"
  FROM pg_stat_database WHERE datname = current_database()`;

export async function writtenIn({ databases }: PostgresServer, database: string): Promise<Written> {
  const [row] = await databases.query<Written & Record<string, unknown>>(WRITTEN, database);
  if (row === undefined) throw new Error('the database is gone');
  return row;
}

const WAITING = `
  SELECT COALESCE(wait_event_type || ': ' || wait_event, 'CPU') AS what, count(*)::int AS n FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' GROUP BY 1`;

/** Looks again and again at what sessions that have work wait for. @returns stops, and says for what, the most first */
export function watchWaiting(server: PostgresServer, database: string): () => Promise<string> {
  const seen = new Map<string, number>();
  const over = new AbortController();
  async function watch(): Promise<void> {
    while (!over.signal.aborted) {
      const rows = await server.databases.query<{ what: string; n: number }>(WAITING, database);
      for (const { what, n } of rows) seen.set(what, (seen.get(what) ?? 0) + n);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const watching = watch();
  return async () => {
    over.abort();
    await watching;
    const all = [...seen.values()].reduce((sum, n) => sum + n, 0);
    return [...seen]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 4)
      .map(([what, n]) => `${what} ${Math.round((n / all) * 100)} %`)
      .join(', ');
  };
}

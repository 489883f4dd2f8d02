import { randomBytes, randomUUID } from 'node:crypto';
import type { PostgresSettings } from '../settings/store.ts';
import { JournalError } from '../sql/errors.ts';
import { connect, type Timeouts } from './connecting.ts';
import { PreparedConnection } from './connection.ts';
import { lockKey } from './lock-key.ts';
import { MIGRATIONS } from './schema/schema.ts';
import { postgresSql } from './sql.ts';
import type { Sql } from '../sql/sql.ts';

/** Migrating is given longer than other work: another relay may be at it, and tables may be large. */
const WITHIN_MS = 600_000;

const IS_THERE = `SELECT to_regclass('ringside_version') IS NOT NULL AS "isThere"`;
const VERSION = 'SELECT version FROM ringside_version';
const MAKE_VERSION =
  'CREATE TABLE ringside_version (one BIGINT PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL)';

/**
 * Brings the tables up to date in one transaction, under a lock: of several relays that start at once, one does it, and the
 * others find it done. What is broken off leaves nothing behind.
 * @throws StoreFault, or JournalError when the tables are of a newer version
 */
export async function migrate(
  settings: PostgresSettings,
  timeouts: Timeouts,
  migrations: readonly string[] = MIGRATIONS,
): Promise<void> {
  const connection = new PreparedConnection(await connect(settings, timeouts));
  const sql = postgresSql((statement, values) => connection.send(statement, values));
  try {
    if ((await versionOf(sql)) === migrations.length) return;
    await connection.sendPlain(
      `BEGIN; SET LOCAL statement_timeout = ${WITHIN_MS}; SET LOCAL lock_timeout = ${WITHIN_MS};
       SET LOCAL idle_in_transaction_session_timeout = ${WITHIN_MS}`,
    );
    const long = { withinMs: WITHIN_MS };
    await connection.send('SELECT pg_advisory_xact_lock(?)', [lockKey('migrations')], long);
    const from = await versionOf(sql);
    if (from > migrations.length) {
      throw new JournalError('the journal in PostgreSQL is of a newer version of Ringside');
    }
    for (const migration of migrations.slice(from)) await connection.sendPlain(migration, long);
    if (from === 0) await begin(connection);
    await connection.send('UPDATE ringside_version SET version = ?', [migrations.length]);
    await connection.sendPlain('COMMIT', long);
  } finally {
    // An open transaction ends with its connection.
    connection.end();
  }
}

/** Whether the tables are of a version that this Ringside does not know: it does nothing with them. @throws StoreFault */
export async function isOfNewerVersion(sql: Pick<Sql, 'get'>): Promise<boolean> {
  return (await versionOf(sql)) > MIGRATIONS.length;
}

async function versionOf(sql: Pick<Sql, 'get'>): Promise<number> {
  const found = await sql.get<{ isThere: 0 | 1 }>(IS_THERE);
  if (found?.isThere !== 1) return 0;
  return (await sql.get<{ version: number }>(VERSION))?.version ?? 0;
}

async function begin(connection: PreparedConnection): Promise<void> {
  await connection.sendPlain(MAKE_VERSION);
  await connection.send('INSERT INTO ringside_version (one, version) VALUES (1, 0)', []);
  await connection.send('INSERT INTO journal (one, epoch) VALUES (1, ?)', [randomUUID()]);
  await connection.send('INSERT INTO erasing_key (one, key) VALUES (1, ?)', [randomBytes(32)]);
}

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { makeFolder } from '../files/folder.ts';
import { JournalError, messageOf } from '../sql/errors.ts';
import { StoreFault } from '../sql/sql.ts';
import { MIGRATIONS } from './schema/schema.ts';

/** Primary result codes: https://www.sqlite.org/rescode.html */
const BUSY = 5;

/** How long a writer waits for another process that is writing. */
export const BUSY_TIMEOUT_MS = 2000;

/**
 * A checkpoint copies the log into the database and syncs both, in the middle of somebody's commit: rarer (32 MiB of log
 * instead of 4) costs disk, not safety. What is deleted is overwritten, since it was somebody's call.
 */
const SET_UP = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 8192;
  PRAGMA cache_size = -16384;
  PRAGMA secure_delete = ON;
`;

export function journalFile(folder: string): string {
  return join(folder, 'journal.db');
}

/**
 * Opens the journal for writing, making folder and tables when they are missing. Every commit is on disk when it
 * returns (WAL with `synchronous=FULL`: https://www.sqlite.org/pragma.html#pragma_synchronous).
 * @throws JournalError when the folder cannot be written or the journal is of a newer version
 */
export function openJournalDatabase(folder: string): DatabaseSync {
  try {
    makeFolder(folder);
    const db = new DatabaseSync(journalFile(folder), { timeout: BUSY_TIMEOUT_MS });
    db.exec(SET_UP);
    migrate(db);
    return db;
  } catch (error) {
    if (error instanceof JournalError) throw error;
    throw new JournalError(`cannot keep a journal in ${folder}: ${messageOf(error)}`);
  }
}

/** Opens the journal for reading only; it must exist. Reads never wait for the writer. */
export function openForReading(folder: string): DatabaseSync {
  return new DatabaseSync(journalFile(folder), { readOnly: true, timeout: BUSY_TIMEOUT_MS });
}

/** Runs `work` in one transaction: all of it is kept, or nothing. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  // A rollback that failed, as the disk did, is made up for.
  if (db.isTransaction) db.exec('ROLLBACK');
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk may have ended the transaction already.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/**
 * The same for work that is promised. It must wait for nothing but other statements on `db`: what is settled already lets
 * nothing else of the thread run in between.
 */
export async function inAsyncTransaction<T>(db: DatabaseSync, work: () => Promise<T>): Promise<T> {
  if (db.isTransaction) db.exec('ROLLBACK');
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = await work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Whether another connection writes now. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === BUSY;
}

/** Whether the database itself is in trouble (disk full, I/O, locked, damaged), not just one statement in it. */
export function isDiskTrouble(error: unknown): boolean {
  if (error instanceof StoreFault) return error.kind === 'unavailable';
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false;
  const [LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB] = [
    6, 7, 8, 10, 11, 13, 14, 15, 26,
  ];
  const primary = error.errcode % 256;
  return [BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB].includes(primary);
}

/** A prepared statement that knows the shape of its rows. */
export interface Query<Row> {
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): Row[];
  iterate(...values: SQLInputValue[]): Iterable<Row>;
  /** @returns how many rows changed */
  run(...values: SQLInputValue[]): number;
  /** For one `INSERT`. @returns the new row's id */
  insert(...values: SQLInputValue[]): number;
}

/** Prepares a statement. `Row` must be what its columns say: our own tables are trusted. */
export function query<Row = Record<string, never>>(db: DatabaseSync, sql: string): Query<Row> {
  const statement: StatementSync = db.prepare(sql);
  return {
    get: (...values) => statement.get(...values) as Row | undefined,
    all: (...values) => statement.all(...values) as Row[],
    iterate: (...values) => statement.iterate(...values) as Iterable<Row>,
    run: (...values) => Number(statement.run(...values).changes),
    insert: (...values) => Number(statement.run(...values).lastInsertRowid),
  };
}

/** Whether the tables are of a version that this Ringside does not know. */
export function isOfNewerVersion(db: DatabaseSync): boolean {
  return versionOf(db) > MIGRATIONS.length;
}

function versionOf(db: DatabaseSync): number {
  return query<{ user_version: number }>(db, 'PRAGMA user_version').get()?.user_version ?? 0;
}

function migrate(db: DatabaseSync): void {
  if (versionOf(db) === MIGRATIONS.length) return;
  inTransaction(db, () => {
    const from = versionOf(db);
    if (from > MIGRATIONS.length) throw new JournalError('the journal is of a newer version of Ringside');
    for (const migration of MIGRATIONS.slice(from)) db.exec(migration);
    if (from === 0) query(db, 'INSERT INTO journal (one, epoch) VALUES (1, ?)').run(randomUUID());
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

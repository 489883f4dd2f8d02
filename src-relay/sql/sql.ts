/** What a statement is given and gives back. Times are ms since 1970, truth values 0 and 1, on every engine. */
export type SqlValue = string | number | null | Uint8Array;

/**
 * Runs statements inside one transaction, or each by itself, on whichever engine keeps the journal.
 *
 * Statements are written once, in what SQLite and PostgreSQL both understand: `?` or `?1` for values (not both in one
 * statement), `CAST(?1 AS TEXT)` where a value stands alone, `ON CONFLICT … DO NOTHING` or `DO UPDATE`, `RETURNING`,
 * `CASE`, `IS DISTINCT FROM`, `LIKE`, and names in double quotes after `AS` when they have capitals. The text is a
 * constant: it is prepared once per connection. Inside a transaction, statements that are given without waiting for the
 * one before are done in the order in which they are given.
 */
export interface Sql {
  /** The first row; undefined: none. `Row` must be what the columns say: our own tables are trusted. @throws StoreFault */
  get<Row>(statement: string, ...values: SqlValue[]): Promise<Row | undefined>;
  /** Every row. @throws StoreFault */
  all<Row>(statement: string, ...values: SqlValue[]): Promise<Row[]>;
  /**
   * Every row of a statement about a list of values, however long: it says `IN_LIST` once, and has no other values. Rows
   * come in no order. @throws StoreFault
   */
  among<Row>(statement: string, values: readonly SqlValue[]): Promise<Row[]>;
  /** @returns how many rows changed. @throws StoreFault */
  run(statement: string, ...values: SqlValue[]): Promise<number>;
  /**
   * Waits until no other transaction has this lock, and keeps it until this one ends; taken again, it does nothing. Rules
   * that read before they write take it first: on PostgreSQL transactions run side by side. On SQLite, and outside of a
   * transaction, it does nothing. @throws StoreFault
   */
  lock(what: LockName): Promise<void>;
}

/** `id ${IN_LIST}`: one of a list. PostgreSQL takes it as one value; SQLite is given a place for each. */
export const IN_LIST = '= ANY(?)';

/**
 * `directory`: who is who, and what opens an agent's sequence: agents, addresses, lines, devices, codes and groups.
 * `gap`: what Allo sent while no relay ran. Whoever takes both takes them in this order.
 */
export type LockName = 'directory' | 'gap';

/** An open database: the journal's, on either engine. */
export interface Database {
  readonly engine: 'sqlite' | 'postgres';
  /** Reads that belong to no transaction; they never wait for a writer. */
  readonly read: Sql;
  /**
   * All of the work is kept, or nothing of it. On PostgreSQL work that met a conflict is done again from its start, so it
   * must have no effect but its statements. Work waits for nothing but its statements.
   * @throws StoreFault, or what `work` throws
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * The same, while no relay's writer is in the middle of anything: what is found is all there is, and what a webhook
   * finds afterwards is what was left. Short: every relay's webhooks wait for it. SQLite has one writer at a time anyway;
   * on PostgreSQL every transaction of a relay's writer holds `WRITING_LOCK` shared, and this one holds it alone.
   * @throws StoreFault `conflict`: they were not done in time, as a relay hangs; nothing was written
   */
  alone<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  readonly remnants: Remnants;
  close(): Promise<void>;
}

/** The advisory lock of PostgreSQL's that a relay's writer takes shared, first thing in each of its transactions. */
export const WRITING_LOCK = 0x52_53_01;

/** What the engine's own files still hold of what was deleted from the tables. */
export interface Remnants {
  /**
   * Clears away what can be, without holding anybody up, and looks.
   * @returns whether nothing is left in any file that can be read from here
   */
  areGone(search: ByteSearch): Promise<boolean>;
  /** The same with force: whole tables are written anew when they must. @returns as `areGone` does */
  overwrite(search: ByteSearch): Promise<boolean>;
  /** Empties the log of changes, as far as it is in reach. */
  emptyLog(): Promise<void>;
  /** Where else it stays for a while, out of reach from here: a sentence each, for the admin. */
  readonly elsewhere: readonly string[];
}

/** Recognises in bytes what must not be there. */
export interface ByteSearch {
  /** How long the longest of what is searched for is, in bytes. */
  readonly longest: number;
  isIn(bytes: Buffer): boolean;
}

/**
 * What an engine can meet, told alike: no engine's own code goes beyond its folder.
 * `unavailable`: it cannot be reached, or cannot write (disk full, locked, read-only, shutting down): nothing was written,
 * come again. `conflict`: others changed the same at the same moment, and trying again may do. `refused`: the statement
 * itself is wrong for what is there, and would be the next time, too.
 */
export type FaultKind = 'unavailable' | 'conflict' | 'refused';

export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly kind: FaultKind;
  constructor(kind: FaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

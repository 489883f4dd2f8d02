import type { QueryResultRow } from 'pg';
import { StoreFault, type Sql, type SqlValue } from '../sql/sql.ts';
import type { PreparedConnection } from './connection.ts';
import { lockKey } from './lock-key.ts';
import type { PgValue } from './values.ts';

/** `Sql` with what only PostgreSQL has: lists as values, for work in bulk. */
export interface PostgresSql extends Sql {
  /** Every row. What is asked for without waiting is sent without waiting, and done in that order. @throws StoreFault */
  rows<Row>(statement: string, values: readonly PgValue[]): Promise<Row[]>;
}

/** What sends a statement: one connection, or whichever is free. */
type Send = PreparedConnection['send'];

export function postgresSql(send: Send): PostgresSql {
  async function rows<Row>(statement: string, values: readonly PgValue[]): Promise<Row[]> {
    // Rows are what the columns say: our own tables are trusted.
    return (await send<QueryResultRow>(statement, values)).rows as Row[];
  }
  return {
    rows,
    all: <Row>(statement: string, ...values: PgValue[]) => rows<Row>(statement, values),
    among: <Row>(statement: string, values: readonly SqlValue[]) => rows<Row>(statement, [values]),
    get: async <Row>(statement: string, ...values: PgValue[]) => (await rows<Row>(statement, values))[0],
    run: async (statement, ...values) => (await send(statement, values)).rowCount ?? 0,
    lock: async (what) => void (await send('SELECT pg_advisory_xact_lock(?)', [lockKey(what)])),
  };
}

/** The statements of one transaction, on its connection, and on no other's after its end. */
export interface UntilItsEnd {
  readonly sql: PostgresSql;
  end(): void;
  /** What failed first: whatever was sent after it fails for that alone, and says so less well. */
  firstFault(): StoreFault | null;
}

export function untilItsEnd(connection: PreparedConnection): UntilItsEnd {
  let isOver = false;
  let first: StoreFault | null = null;
  const sql = postgresSql(async (statement, values) => {
    if (isOver) throw new StoreFault('refused', 'a statement after the end of its transaction');
    try {
      return await connection.send(statement, values);
    } catch (error) {
      if (error instanceof StoreFault) first ??= error;
      throw error;
    }
  });
  return { sql, end: () => void (isOver = true), firstFault: () => first };
}

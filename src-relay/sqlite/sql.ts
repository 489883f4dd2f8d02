import type { DatabaseSync } from 'node:sqlite';
import { IN_LIST, StoreFault, type Sql, type SqlValue } from '../sql/sql.ts';
import { isDiskTrouble, query, type Query } from './database.ts';
import { messageOf } from '../sql/errors.ts';

/**
 * Statements on an open SQLite database. Nothing is waited for: every promise is settled when it is given, so that what
 * waits for nothing else runs in one go, and the caller's transaction is around all of it.
 */
export function sqliteSql(db: DatabaseSync): Sql {
  const prepared = new Map<string, Query<unknown>>();
  function statement(text: string): Query<unknown> {
    const known = prepared.get(text) ?? query(db, text);
    prepared.set(text, known);
    return known;
  }
  return {
    get: <Row>(text: string, ...values: SqlValue[]) =>
      settled(() => plain(statement(text).get(...values)) as Row | undefined),
    all: <Row>(text: string, ...values: SqlValue[]) => settled(() => statement(text).all(...values) as Row[]),
    among: <Row>(text: string, values: readonly SqlValue[]) => {
      const inPlaces = text.replace(IN_LIST, PLACES);
      return settled(() => partsOf(values).flatMap((part) => statement(inPlaces).all(...part) as Row[]));
    },
    run: (text, ...values) => settled(() => statement(text).run(...values)),
    // A transaction that writes is alone already.
    lock: () => Promise.resolve(),
  };
}

/** Values of a list in one statement: its text is the same however many there are. */
const AT_ONCE = 100;
const PLACES = `IN (${Array.from({ length: AT_ONCE }, () => '?').join(', ')})`;

/** As many each as there are places: the last one again and again where there are fewer. */
function partsOf(values: readonly SqlValue[]): SqlValue[][] {
  const parts: SqlValue[][] = [];
  for (let from = 0; from < values.length; from += AT_ONCE) {
    const part = values.slice(from, from + AT_ONCE);
    const last = part.at(-1) ?? null;
    parts.push([...part, ...Array.from({ length: AT_ONCE - part.length }, () => last)]);
  }
  return parts;
}

/** Rows have no prototype, and some of them cross to another thread. */
function plain(row: unknown): unknown {
  return row === undefined ? undefined : { ...(row as object) };
}

/** Async, so that what is thrown becomes a rejection. */
// oxlint-disable-next-line require-await
async function settled<T>(work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    return asFault(error);
  }
}

/** Rethrows what SQLite threw as a fault that every engine has; anything else as it is. */
export function asFault(error: unknown): never {
  if (!(error instanceof Error) || !('errcode' in error)) throw error;
  throw new StoreFault(isDiskTrouble(error) ? 'unavailable' : 'refused', messageOf(error), { cause: error });
}

import type { AgentId, EventId } from '../../../sql/ids.ts';
import type { ReadKind, Reads } from '../../../journal/rules/reads.ts';
import type { PostgresSql } from '../../sql.ts';
import type { PgValue } from '../../values.ts';

export type Ask<K extends ReadKind> = Reads[K]['ask'];
export type ReadAnswer<K extends ReadKind> = Reads[K]['answer'];

/** Who is to be told of an event by this transaction, which numbers its deliveries at its end. */
export type UnwrittenDeliveries = ReadonlyMap<EventId, readonly AgentId[]>;

export interface BulkRead<K extends ReadKind> {
  /** What makes two asks the same. */
  readonly nameOf: (ask: Ask<K>) => string;
  /** Answers many asks with as many statements as one. @returns in the order of the asks */
  readonly fetch: (
    sql: PostgresSql,
    asks: readonly Ask<K>[],
    unwritten: UnwrittenDeliveries,
  ) => Promise<readonly ReadAnswer<K>[]>;
}

/** A row of the answer to the ask in this place, from 1. */
export interface Numbered {
  readonly n: number;
}

export interface OneStatement<K extends ReadKind, Row extends Numbered> {
  readonly nameOf: (ask: Ask<K>) => string;
  /** Its rows say with `n` which ask they answer, and come in the order in which an answer has them. */
  readonly text: string;
  /** A column of the asks each. */
  readonly values: (asks: readonly Ask<K>[]) => PgValue[];
  readonly answer: (rows: readonly Row[], unwritten: UnwrittenDeliveries) => ReadAnswer<K>;
}

/** One statement for any number of asks: they are its first table, and what answers each is looked up by an index. */
export function oneStatement<K extends ReadKind, Row extends Numbered>({
  nameOf,
  text,
  values,
  answer,
}: OneStatement<K, Row>): BulkRead<K> {
  return {
    nameOf,
    fetch: async (sql, asks, unwritten) => {
      const rows = rowsOf(await sql.rows<Row>(text, values(asks)), asks.length);
      return rows.map((own) => answer(own, unwritten));
    },
  };
}

/** The rows of each ask. */
export function rowsOf<Row extends Numbered>(rows: readonly Row[], asks: number): Row[][] {
  const own = Array.from({ length: asks }, (): Row[] => []);
  for (const row of rows) own[row.n - 1]?.push(row);
  return own;
}

/**
 * An id to order by, without its index: in a table of which nothing is known yet, PostgreSQL would walk through all ids
 * rather than look up the few rows that are asked for, until the first one matches.
 */
export function unindexed(id: string): string {
  return `${id} + 0`;
}

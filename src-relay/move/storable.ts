import type { DatabaseSync } from 'node:sqlite';
import { storable } from '../postgres/values.ts';
import type { SqlValue } from '../sql/sql.ts';
import { query } from '../sqlite/database.ts';
import type { MovedTable } from './tables.ts';

export type Row = readonly SqlValue[];

/** As they are kept there: PostgreSQL keeps no U+0000 in a text. */
export function* storableRows(rows: Iterable<Row>): Iterable<Row> {
  for (const row of rows) yield row.map((value) => (typeof value === 'string' ? storable(value) : value));
}

/** Whether what is written for U+0000 may change the order of a table's rows, or make two of its keys one. */
export function hasOtherKeysThere(db: DatabaseSync, { name, key }: MovedTable): boolean {
  const zeros = key.map((part) => `(typeof(${part}) = 'text' AND instr(CAST(${part} AS BLOB), x'00') > 0)`);
  return query(db, `SELECT 1 FROM ${name} WHERE ${zeros.join(' OR ')} LIMIT 1`).get() !== undefined;
}

/** Rows in the order of the keys that they have there; of those that have one key there, the first. */
export function inOrderOfThere(rows: Iterable<Row>, { key, columns }: MovedTable): Row[] {
  const places = key.map((part) => columns.indexOf(part));
  const compare = (one: Row, other: Row): number => {
    for (const at of places) {
      const order = compareValues(one[at] ?? null, other[at] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  };
  const sorted = [...storableRows(rows)].sort(compare);
  return sorted.filter((row, at) => {
    const before = sorted[at - 1];
    return before === undefined || compare(before, row) !== 0;
  });
}

/** Values of one column: texts by their bytes, as both engines do. */
function compareValues(one: SqlValue, other: SqlValue): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return Buffer.compare(bytesOf(one), bytesOf(other));
}

function bytesOf(value: SqlValue): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(String(value));
}

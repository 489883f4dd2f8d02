import type { Sql, SqlValue } from '../sql/sql.ts';
import { digesting, type TableDigest } from './digest.ts';
import { storableRows } from './storable.ts';
import { MOVED_TABLES, type MovedTable } from './tables.ts';

/** Rows that are sent in one statement: a few sizes, so that a few statements are prepared for each table. */
const SIZES = [128, 16, 1] as const;
const MOST_BYTES = 4 * 1024 * 1024;
/** Rows that are read at a time: an event may have hundreds of kilobytes. */
const CHUNK = 100;

/** A table that has something in it already; null: none has. */
export async function filledTable(sql: Sql): Promise<string | null> {
  for (const { name, isSeeded } of MOVED_TABLES) {
    if (isSeeded === true) continue;
    if ((await sql.get(`SELECT 1 AS one FROM ${name} LIMIT 1`)) !== undefined) return name;
  }
  return null;
}

export async function epochOf(sql: Sql): Promise<string | null> {
  return (await sql.get<{ epoch: string }>('SELECT epoch FROM journal'))?.epoch ?? null;
}

/** Writes rows as they come, a few at a time. @returns what was written */
export async function fill(
  sql: Sql,
  table: MovedTable,
  rows: Iterable<readonly SqlValue[]>,
): Promise<TableDigest> {
  if (table.isSeeded === true) await sql.run(`DELETE FROM ${table.name}`);
  const digest = digesting();
  let waiting: (readonly SqlValue[])[] = [];
  let bytes = 0;
  for (const kept of storableRows(rows)) {
    digest.add(kept);
    waiting.push(kept);
    bytes += sizeOf(kept);
    if (waiting.length < SIZES[0] && bytes < MOST_BYTES) continue;
    await insert(sql, table, waiting);
    [waiting, bytes] = [[], 0];
  }
  await insert(sql, table, waiting);
  return digest.done();
}

async function insert(
  sql: Sql,
  { name, columns }: MovedTable,
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  let from = 0;
  for (const size of SIZES) {
    for (; rows.length - from >= size; from += size) {
      const row = `(${columns.map(() => '?').join(', ')})`;
      const text = `INSERT INTO ${name} (${columns.join(', ')}) VALUES ${Array(size).fill(row).join(', ')}`;
      await sql.run(text, ...rows.slice(from, from + size).flat());
    }
  }
}

/** What stands there now, read back. */
export async function digestOf(sql: Sql, { name, key, columns }: MovedTable): Promise<TableDigest> {
  const digest = digesting();
  const order = key.join(', ');
  const start = `SELECT ${columns.join(', ')} FROM ${name}`;
  const end = `ORDER BY ${order} LIMIT ${CHUNK}`;
  const first = `${start} ${end}`;
  const after = `${start} WHERE (${order}) > (${key.map(() => '?').join(', ')}) ${end}`;
  for (let last: Record<string, SqlValue> | undefined; ;) {
    const page: Record<string, SqlValue>[] =
      last === undefined ? await sql.all(first) : await sql.all(after, ...valuesOf(last, key));
    for (const row of page) digest.add(valuesOf(row, columns));
    last = page.at(-1);
    if (last === undefined || page.length < CHUNK) return digest.done();
  }
}

/** What comes next gets a higher id than anything ever had, there or here. */
export async function continueIds(sql: Sql, { name }: MovedTable, lastId: number): Promise<void> {
  if (lastId === 0) return;
  await sql.get(
    `SELECT setval(pg_get_serial_sequence('${name}', 'id'), CAST(? AS BIGINT)) AS "lastId"`,
    lastId,
  );
}

function valuesOf(row: Readonly<Record<string, SqlValue>>, columns: readonly string[]): SqlValue[] {
  return columns.map((name) => row[name] ?? null);
}

function sizeOf(row: readonly SqlValue[]): number {
  return row.reduce<number>(
    (sum, value) => sum + (typeof value === 'number' || value === null ? 8 : value.length),
    0,
  );
}

import type { Sql, SqlValue } from './sql.ts';

/** Values in one statement: its text is the same however many are asked for. */
const AT_ONCE = 100;
const PLACES = Array.from({ length: AT_ONCE }, () => '?').join(', ');

/** A statement about each of a list of values, for `allAmong`: `${among('id')}` stands for `id IN (…)`. */
export function among(column: string): string {
  return `${column} IN (${PLACES})`;
}

/**
 * Every row of a statement that has `among` in it once and no other values, for a list of any length: a few values at a
 * time, so rows come back in the order of no list. @throws StoreFault
 */
export async function allAmong<Row>(
  sql: Sql,
  statement: string,
  values: readonly SqlValue[],
): Promise<Row[]> {
  const found: Row[] = [];
  for (let from = 0; from < values.length; from += AT_ONCE) {
    const some = values.slice(from, from + AT_ONCE);
    // The last one again and again, up to the number that the text has.
    const last = some.at(-1) ?? null;
    while (some.length < AT_ONCE) some.push(last);
    found.push(...(await sql.all<Row>(statement, ...some)));
  }
  return found;
}

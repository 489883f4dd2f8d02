import type { Sql } from '../sql/sql.ts';

// Keys rise with time, so the oldest calls are the first rows.
const DROP_CALLS = `DELETE FROM past_call WHERE call IN (
  SELECT call FROM (SELECT call, heard_at FROM past_call ORDER BY call LIMIT ?2) AS oldest WHERE heard_at < ?1)`;
const DROP_MEMORIES =
  'DELETE FROM memory WHERE event IN (SELECT event FROM memory WHERE oldest < ?1 LIMIT ?2)';
const DROP_CONTACTS = 'DELETE FROM contact WHERE id IN (SELECT id FROM contact WHERE seen_at < ?1 LIMIT ?2)';

/**
 * Deletes what is remembered from before `before`, ms since 1970, at most `rows` of each kind; what belongs to an event
 * goes with it. Runs inside the caller's transaction.
 * @returns how many rows of the kind that had most
 */
export async function expireMemory(sql: Sql, before: number, rows: number): Promise<number> {
  const calls = await sql.run(DROP_CALLS, before, rows);
  const memories = await sql.run(DROP_MEMORIES, before, rows);
  const contacts = await sql.run(DROP_CONTACTS, before, rows);
  return Math.max(calls, memories, contacts);
}

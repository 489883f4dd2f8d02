import type { DatabaseSync } from 'node:sqlite';
import { query } from '../sqlite/database.ts';

/**
 * Deletes what is remembered from before `before`, ms since 1970, at most `rows` of each kind; what belongs to an event
 * goes with it. Runs inside the writer's transaction.
 * @returns how many rows of the kind that had most
 */
export function memoryExpiring(db: DatabaseSync, rows: number): (before: number) => number {
  const calls = query(
    db,
    // Keys rise with time, so the oldest calls are the first rows.
    `DELETE FROM past_call WHERE call IN (
       SELECT call FROM (SELECT call, heard_at FROM past_call ORDER BY call LIMIT ${rows}) WHERE heard_at < ?)`,
  );
  const memories = query(
    db,
    `DELETE FROM memory WHERE event IN (SELECT event FROM memory WHERE oldest < ? LIMIT ${rows})`,
  );
  const contacts = query(
    db,
    `DELETE FROM contact WHERE id IN (SELECT id FROM contact WHERE seen_at < ? LIMIT ${rows})`,
  );
  return (before) => Math.max(calls.run(before), memories.run(before), contacts.run(before));
}

import type { DatabaseSync } from 'node:sqlite';
import { foundExpiring } from '../crm/cache/writing.ts';
import { expireMemory } from '../memory/expiring.ts';
import { query } from '../sqlite/database.ts';
import { sqliteSql } from '../sqlite/sql.ts';
import type { AgentId, EventId } from '../sql/ids.ts';

const DAY_MS = 24 * 3_600_000;
/** The sender can resend 14 days back under the same id, so ids outlive the events. */
const MIN_ID_DAYS = 15;
/** Rows per table and sweep: small enough that webhooks in the same commit do not wait for it. */
const ROWS = 500;

/** Deletes what is older than the retention, a little at a time; runs inside the writer's transaction. */
export function retentionSweep(
  db: DatabaseSync,
): (now: number, retentionDays: number) => Promise<{ more: boolean }> {
  const agents = query<{ id: AgentId }>(db, 'SELECT agent AS id FROM sequence WHERE head > floor');
  const oldest = query<{ seq: number; at: number }>(
    db,
    `SELECT seq, at FROM delivery WHERE agent = ? ORDER BY seq LIMIT ${ROWS}`,
  );
  const dropDeliveries = query(db, 'DELETE FROM delivery WHERE agent = ? AND seq <= ?');
  const setFloor = query(db, 'UPDATE agent SET floor = ? WHERE id = ?');
  const orphans = query<{ id: EventId }>(
    db,
    // Ids rise with arrival, so the oldest events are the first rows.
    `SELECT id FROM (SELECT id, received_at FROM event ORDER BY id LIMIT ${ROWS}) AS oldest
     WHERE received_at < ? AND NOT EXISTS (SELECT 1 FROM delivery WHERE event = oldest.id)`,
  );
  const dropEvent = query(db, 'DELETE FROM event WHERE id = ?');
  const dropIds = query(
    db,
    `DELETE FROM webhook WHERE id IN (SELECT id FROM webhook WHERE received_at < ? LIMIT ${ROWS})`,
  );
  const dropErased = query(
    db,
    `DELETE FROM erased WHERE hash IN (SELECT hash FROM erased WHERE until < ? LIMIT ${ROWS})`,
  );
  const sql = sqliteSql(db);
  const dropFound = foundExpiring(db, ROWS);
  const dropQuarantine = query(
    db,
    `DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE received_at < ? LIMIT ${ROWS})`,
  );
  const dropClaims = query(db, 'DELETE FROM claim WHERE at < ?');
  const dropReleases = query(db, 'DELETE FROM released WHERE at < ?');
  const dropPairings = query(db, 'DELETE FROM pairing WHERE expires_at < ?');

  /** Only ever from the front: what is left of a sequence has no gap. */
  function dropOldest(agent: AgentId, before: number): number {
    let last: number | null = null;
    let count = 0;
    for (const { seq, at } of oldest.all(agent)) {
      if (at >= before) break;
      last = seq;
      count += 1;
    }
    if (last === null) return 0;
    dropDeliveries.run(agent, last);
    setFloor.run(last, agent);
    return count;
  }

  return async (now, retentionDays) => {
    const before = now - retentionDays * DAY_MS;
    const counts = agents.all().map(({ id }) => dropOldest(id, before));
    const gone = orphans.all(before);
    for (const { id } of gone) dropEvent.run(id);
    const ids = dropIds.run(now - Math.max(retentionDays, MIN_ID_DAYS) * DAY_MS);
    const memories = await expireMemory(sql, before, ROWS);
    const found = dropFound(before);
    const quarantined = dropQuarantine.run(before);
    const erased = dropErased.run(now);
    dropClaims.run(before);
    dropReleases.run(before);
    dropPairings.run(now);
    return {
      more: [...counts, gone.length, ids, memories, found, quarantined, erased].some(
        (count) => count >= ROWS,
      ),
    };
  };
}

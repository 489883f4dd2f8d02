import { foundExpiring } from '../crm/cache/writing.ts';
import { expireMemory } from '../memory/expiring.ts';
import type { AgentId } from '../sql/ids.ts';
import type { Database, Sql } from '../sql/sql.ts';
import { inSteps } from '../sql/steps.ts';

const DAY_MS = 24 * 3_600_000;
/** The sender can resend 14 days back under the same id, so ids outlive the events. */
const MIN_ID_DAYS = 15;
/** Rows per table and sweep: small enough that webhooks in the same commit do not wait for it. */
const ROWS = 500;

/** In order of their rows, as deliveries lock them. */
const WITH_OLD = `
  SELECT a.id FROM agent a
  WHERE (SELECT d.at FROM delivery d WHERE d.agent = a.id ORDER BY d.seq LIMIT 1) < ? ORDER BY a.id`;
const OLDEST = `SELECT seq, at FROM delivery WHERE agent = ? ORDER BY seq LIMIT ${ROWS}`;
const DROP_DELIVERIES = 'DELETE FROM delivery WHERE agent = ? AND seq <= ?';
const SET_FLOOR = 'UPDATE agent SET floor = ? WHERE id = ?';
/** Ids rise with arrival, so the oldest events are the first rows. */
const DROP_EVENTS = `
  DELETE FROM event WHERE id IN (
    SELECT oldest.id FROM (SELECT id, received_at FROM event ORDER BY id LIMIT ${ROWS}) AS oldest
    WHERE oldest.received_at < ? AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.event = oldest.id))`;
const DROP_IDS = `DELETE FROM webhook WHERE id IN (SELECT id FROM webhook WHERE received_at < ? LIMIT ${ROWS})`;
const DROP_ERASED = `DELETE FROM erased WHERE hash IN (SELECT hash FROM erased WHERE until < ? LIMIT ${ROWS})`;
const DROP_QUARANTINED = `
  DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE received_at < ? LIMIT ${ROWS})`;
const DROP_CLAIMS = 'DELETE FROM claim WHERE at < ?';
const DROP_RELEASES = 'DELETE FROM released WHERE at < ?';
const DROP_PAIRINGS = 'DELETE FROM pairing WHERE expires_at < ?';

/**
 * Deletes what is older than the retention, a little at a time; runs inside one transaction of the only writer.
 * @param now ms since 1970, by the relay's clock
 */
export async function sweepRetention(
  sql: Sql,
  now: number,
  retentionDays: number,
): Promise<{ more: boolean }> {
  const before = now - retentionDays * DAY_MS;
  const counts: number[] = [];
  for (const { id } of await sql.all<{ id: AgentId }>(WITH_OLD, before))
    counts.push(await dropOldest(sql, id, before));
  for (const erase of REST) counts.push(await erase(sql, { now, before, retentionDays }));
  return { more: counts.some((count) => count >= ROWS) };
}

/** The same beside other writers: in short transactions, alone in each. @throws StoreFault */
export async function sweepInSteps(
  database: Pick<Database, 'alone' | 'read'>,
  now: number,
  retentionDays: number,
): Promise<{ more: boolean }> {
  const before = now - retentionDays * DAY_MS;
  const agents = await database.read.all<{ id: AgentId }>(WITH_OLD, before);
  const counts = [
    ...(await inSteps(database, agents, async (sql, step) => {
      let dropped = 0;
      for (const { id } of step) dropped = Math.max(dropped, await dropOldest(sql, id, before));
      return dropped;
    })),
    ...(await inSteps(database, REST, async (sql, step) => {
      let dropped = 0;
      for (const erase of step) dropped = Math.max(dropped, await erase(sql, { now, before, retentionDays }));
      return dropped;
    })),
  ];
  return { more: counts.some((count) => count >= ROWS) };
}

interface Moments {
  readonly now: number;
  readonly before: number;
  readonly retentionDays: number;
}

/** Everything besides sequences; each says how many rows it has erased of `ROWS`. */
const REST: readonly ((sql: Sql, moments: Moments) => Promise<number>)[] = [
  (sql, { before }) => sql.run(DROP_EVENTS, before),
  (sql, { now, retentionDays }) => sql.run(DROP_IDS, now - Math.max(retentionDays, MIN_ID_DAYS) * DAY_MS),
  (sql, { before }) => expireMemory(sql, before, ROWS),
  (sql, { before }) => foundExpiring(sql, before),
  (sql, { before }) => sql.run(DROP_QUARANTINED, before),
  (sql, { now }) => sql.run(DROP_ERASED, now),
  async (sql, { now, before }) => {
    await sql.run(DROP_CLAIMS, before);
    await sql.run(DROP_RELEASES, before);
    await sql.run(DROP_PAIRINGS, now);
    return 0;
  },
];

/** Only ever from the front: what is left of a sequence has no gap. @returns how many */
async function dropOldest(sql: Sql, agent: AgentId, before: number): Promise<number> {
  const oldest = await sql.all<{ seq: number; at: number }>(OLDEST, agent);
  const young = oldest.findIndex(({ at }) => at >= before);
  const old = young < 0 ? oldest : oldest.slice(0, young);
  const last = old.at(-1);
  if (last === undefined) return 0;
  await sql.run(DROP_DELIVERIES, agent, last.seq);
  await sql.run(SET_FLOOR, last.seq, agent);
  return old.length;
}

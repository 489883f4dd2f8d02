import { randomUUID } from 'node:crypto';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { directoryReader } from '../../agents/directory.ts';
import type { RelayConfig } from '../../config/schema.ts';
import { planRetry, readWebhook } from '../../journal/rules/accepting.ts';
import type { RetryPlan } from '../../journal/rules/plan.ts';
import { readErasingKey } from '../../sql/erasing-key.ts';
import type { EventId } from '../../sql/ids.ts';
import { StoreFault } from '../../sql/sql.ts';
import { announce } from '../news.ts';
import type { PostgresDatabase } from '../opened.ts';
import type { PostgresSql } from '../sql.ts';
import { fileTogether, MOST_BEGINNINGS, NOBODY } from './filing.ts';
import { planning, type PlanningWith } from './planning.ts';
import { bulkReads } from './reads/all.ts';
import { MoreLocksNeeded } from './round.ts';
import { TAKE_WRITING_LOCK } from './statements.ts';

const IDS = 'SELECT id FROM quarantine ORDER BY id';
const READ = `
  SELECT webhook_id AS id, received_at AS "receivedAt", body, event FROM quarantine WHERE id = ? FOR UPDATE`;
const MADE = 'UPDATE quarantine SET event = ?2, reason = ?3 WHERE id = ?1';
const DROP = 'DELETE FROM quarantine WHERE id = ?';
const TELL_RELAYS = 'UPDATE journal SET directory_version = directory_version + 1';

interface Kept {
  readonly id: WebhookId;
  readonly receivedAt: number;
  readonly body: Uint8Array;
  /** What was made of it, without what was too much. */
  readonly event: EventId | null;
}

/** One that cannot be filed stays where it is, and keeps the others from nothing. */
type Outcome = 'accepted' | 'left' | 'gone';

export interface RetryingParts {
  readonly now: () => number;
  readonly newCallKey: PlanningWith['newCallKey'];
}

/**
 * Takes in again what is in quarantine, in its order of arrival, each in a transaction of its own: a newer Ringside may know
 * what this one's predecessor did not.
 * @throws StoreFault of what is unavailable
 */
export async function retryOnPostgres(
  database: PostgresDatabase,
  config: RelayConfig,
  { now, newCallKey }: RetryingParts,
): Promise<{ readonly accepted: number; readonly left: number }> {
  const erasingKey = await readErasingKey(database.read);
  const reads = bulkReads(erasingKey);
  const filing = {
    reads,
    erasingKey,
    readDirectory: directoryReader(),
    config,
    lastKnown: { directory: NOBODY, hasErased: false },
  };
  const from = `admin-${randomUUID()}`;

  /** @param plannings kept between beginnings: they know by then what they lock */
  async function refile(sql: PostgresSql, id: number, plannings: Map<number, Again>): Promise<Outcome> {
    // Before the row's own lock, as whoever erases it does.
    await sql.rows(TAKE_WRITING_LOCK, []);
    const kept = await sql.get<Kept>(READ, id);
    if (kept === undefined) return 'gone';
    const again = plannings.get(id) ?? againOf(kept);
    plannings.set(id, again);
    const { plans, deliveries } = await fileTogether(
      sql,
      [{ ...kept, isAgain: true, planning: again }],
      filing,
    );
    const filed = plans[0];
    if (typeof filed !== 'object') return 'left';
    const { plan, own } = filed;
    if (plan.outcome === 'unreadable') return 'left';
    await (plan.outcome === 'reduced' ? sql.run(MADE, id, own, plan.reason) : sql.run(DROP, id));
    await sql.run(TELL_RELAYS);
    const told = [...new Set(deliveries.map(({ agent }) => agent))];
    await announce(sql, { from, at: now() }, told.length === 0 ? [] : [{ told }]);
    return plan.outcome === 'accepted' ? 'accepted' : 'left';
  }

  function againOf(kept: Kept): Again {
    const read = readWebhook(kept);
    return planning(
      (surroundings, directory, parts): RetryPlan =>
        planRetry(kept, kept.event, surroundings, directory, parts, read),
      { reads, now: now(), newCallKey },
    );
  }

  async function retried(id: number): Promise<Outcome> {
    const plannings = new Map<number, Again>();
    for (let beginning = 1; ; beginning += 1) {
      try {
        return await database.transaction((sql) => refile(sql, id, plannings));
      } catch (error) {
        if (error instanceof MoreLocksNeeded && beginning < MOST_BEGINNINGS) continue;
        if (error instanceof StoreFault && error.kind !== 'refused') throw error;
        return 'left';
      }
    }
  }

  let [accepted, left] = [0, 0];
  for (const { id } of await database.read.all<{ id: number }>(IDS)) {
    const outcome = await retried(id);
    if (outcome === 'accepted') accepted += 1;
    if (outcome === 'left') left += 1;
  }
  return { accepted, left };
}

type Again = ReturnType<typeof planning<RetryPlan>>;

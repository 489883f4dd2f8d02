import { randomUUID } from 'node:crypto';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { directoryReader, RAISE_VERSION } from '../../agents/directory.ts';
import type { RelayConfig } from '../../config/schema.ts';
import type { RetriedCounts } from '../../journal/quarantine.ts';
import { planRetry, readWebhook } from '../../journal/rules/accepting.ts';
import type { RetryPlan } from '../../journal/rules/plan.ts';
import { readErasingKey } from '../../sql/erasing-key.ts';
import type { EventId } from '../../sql/ids.ts';
import { StoreFault } from '../../sql/sql.ts';
import { announce } from '../news.ts';
import type { PostgresDatabase } from '../opened.ts';
import type { PostgresSql } from '../sql.ts';
import { fileTogether, MOST_BEGINNINGS, NOBODY, PATIENTLY_MS, type FilingParts } from './filing.ts';
import { planning, type PlanningWith } from './planning.ts';
import { bulkReads } from './reads/all.ts';
import { MoreLocksNeeded } from './round.ts';
import { TAKE_WRITING_LOCK } from './statements.ts';

const IN_ORDER = 'SELECT id, length(body) AS bytes FROM quarantine ORDER BY id';
const READ = `
  SELECT id, webhook_id AS "webhookId", received_at AS "receivedAt", body, event
  FROM quarantine WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE`;
const MADE = `
  UPDATE quarantine SET event = a.event, reason = a.reason
  FROM unnest($1::bigint[], $2::bigint[], $3::text[]) a(id, event, reason) WHERE quarantine.id = a.id`;
const DROP = 'DELETE FROM quarantine WHERE id = ANY($1::bigint[])';

/** In one transaction, since relays wait for what it has locked, and all of it is in memory. */
const MOST_TOGETHER = 64;
const MOST_BYTES = 4_000_000;

interface Kept {
  readonly id: number;
  readonly webhookId: WebhookId;
  readonly receivedAt: number;
  readonly body: Uint8Array;
  /** What was made of it, without what was too much. */
  readonly event: EventId | null;
}

/** One that cannot be filed stays where it is, and keeps the others from nothing. `later`: in a further transaction. */
type Outcome = 'accepted' | 'left' | 'later';

export interface RetryingParts {
  readonly now: () => number;
  readonly newCallKey: PlanningWith['newCallKey'];
}

/**
 * Takes in again what is in quarantine, in its order of arrival, a little in each transaction: a newer Ringside may know what
 * this one's predecessor did not. Broken off, it has done whole transactions, and goes on with what is left.
 * @throws StoreFault of what is unavailable
 */
export async function retryOnPostgres(
  database: PostgresDatabase,
  config: RelayConfig,
  { now, newCallKey }: RetryingParts,
): Promise<RetriedCounts> {
  const erasingKey = await readErasingKey(database.read);
  const reads = bulkReads(erasingKey);
  const filing: FilingParts = {
    reads,
    erasingKey,
    readDirectory: directoryReader(),
    config,
    lastKnown: { directory: NOBODY, hasErased: false },
    lockMs: PATIENTLY_MS,
  };
  const from = `admin-${randomUUID()}`;

  /** @param plannings kept between beginnings: they know by then what they lock */
  async function refile(
    sql: PostgresSql,
    ids: readonly number[],
    plannings: Map<number, Again>,
  ): Promise<Map<number, Outcome>> {
    // Before the rows' own locks, as whoever erases them does.
    await sql.rows(TAKE_WRITING_LOCK, []);
    const kept = await sql.rows<Kept>(READ, [ids]);
    const all = kept.map((one) => {
      const again = plannings.get(one.id) ?? againOf(one);
      plannings.set(one.id, again);
      return { id: one.webhookId, receivedAt: one.receivedAt, isAgain: true, planning: again };
    });
    const { plans, deliveries } = await fileTogether(sql, all, filing);
    const outcomes = new Map<number, Outcome>();
    const made: { readonly id: number; readonly own: EventId; readonly reason: string }[] = [];
    const dropped: number[] = [];
    for (const [at, { id }] of kept.entries()) {
      const filed = plans[at];
      outcomes.set(id, 'left');
      if (filed === 'later') outcomes.set(id, 'later');
      if (typeof filed !== 'object') continue;
      const { plan, own } = filed;
      if (plan.outcome === 'reduced') made.push({ id, own, reason: plan.reason });
      if (plan.outcome !== 'accepted') continue;
      dropped.push(id);
      outcomes.set(id, 'accepted');
    }
    const columns = [made.map(({ id }) => id), made.map(({ own }) => own), made.map(({ reason }) => reason)];
    if (made.length > 0) await sql.rows(MADE, columns);
    if (dropped.length > 0) await sql.rows(DROP, [dropped]);
    if (made.length + dropped.length > 0) await sql.rows(RAISE_VERSION, []);
    const told = [...new Set(deliveries.map(({ agent }) => agent))];
    await announce(sql, { from, at: now() }, told.length === 0 ? [] : [{ told }]);
    return outcomes;
  }

  function againOf({ webhookId, receivedAt, body, event }: Kept): Again {
    const webhook = { id: webhookId, receivedAt, body };
    const read = readWebhook(webhook);
    return planning(
      (surroundings, directory, parts): RetryPlan =>
        planRetry(webhook, event, surroundings, directory, parts, read),
      { reads, now: now(), newCallKey },
    );
  }

  /** Those that are gone meanwhile have no outcome. */
  async function retried(ids: readonly number[]): Promise<Map<number, Outcome>> {
    const plannings = new Map<number, Again>();
    for (let beginning = 1; ; beginning += 1) {
      try {
        return await database.transaction((sql) => refile(sql, ids, plannings));
      } catch (error) {
        if (error instanceof MoreLocksNeeded && beginning < MOST_BEGINNINGS) continue;
        if (error instanceof StoreFault && error.kind !== 'refused') throw error;
        if (ids.length === 1) return new Map(ids.map((id) => [id, 'left']));
        break;
      }
    }
    // One that cannot be filed keeps no other one from it.
    const half = Math.ceil(ids.length / 2);
    const first = await retried(ids.slice(0, half));
    return new Map([...first, ...(await retried(ids.slice(half)))]);
  }

  const counts = { accepted: 0, left: 0 };
  for (const some of inPieces(await database.read.all<Sized>(IN_ORDER))) {
    for (let ids = some; ids.length > 0;) {
      const outcomes = await retried(ids);
      for (const outcome of outcomes.values()) if (outcome !== 'later') counts[outcome] += 1;
      ids = ids.filter((id) => outcomes.get(id) === 'later');
    }
  }
  return counts;
}

type Again = ReturnType<typeof planning<RetryPlan>>;

interface Sized {
  readonly id: number;
  readonly bytes: number;
}

function inPieces(all: readonly Sized[]): number[][] {
  const pieces: number[][] = [];
  let room = 0;
  for (const { id, bytes } of all) {
    const last = pieces.at(-1);
    if (last === undefined || last.length === MOST_TOGETHER || bytes > room) {
      pieces.push([id]);
      room = MOST_BYTES - bytes;
    } else {
      last.push(id);
      room -= bytes;
    }
  }
  return pieces;
}

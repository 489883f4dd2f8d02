import { readForgettings } from '../crm/cache/reading.ts';
import type { FoundKey } from '../crm/cache/rows.ts';
import { URGENCIES, type Urgency } from '../crm/contract.ts';
import type { Sealing } from '../crm/resolving/sealing.ts';
import type { RecordsSharing } from '../crm/resolving/sharing.ts';
import { WRITING_LOCK } from '../sql/sql.ts';
import { announce } from './news.ts';
import type { PostgresDatabase } from './opened.ts';
import { SERVER_NOW } from './server-clock.ts';

export interface RecordsSharingParts {
  readonly database: Pick<PostgresDatabase, 'read' | 'transaction'>;
  /** The relay's id. */
  readonly relay: string;
  /** Null: there is no secret to ask the CRM with. */
  readonly sealing: () => Sealing | null;
  /** ms since 1970. */
  readonly now: () => number;
}

/** As long as a relay's turn to ask lasts, in ms: a ring's is over before the ring is. */
export const TURN_MS: Readonly<Record<Urgency, number>> = { ring: 5000, refresh: 15_000, 'warm-up': 30_000 };
const KEPT_MS = 3_600_000;
/** What is past its hour goes with what comes. */
const GO_AT_ONCE = 50;

const READ = `
  SELECT sealed FROM crm_shared
  WHERE party = ? AND account = ? AND sealed IS NOT NULL AND kept_at > ${SERVER_NOW} - ${KEPT_MS}`;
const IS_FORGETTING = 'SELECT 1 AS one FROM forgetting LIMIT 1';
/** What the CRM said last counts. */
const SHARE = `
  INSERT INTO crm_shared (party, account, sealed, checked_at, said_at, kept_at)
  VALUES (?, ?, ?, ?, ?, ${SERVER_NOW})
  ON CONFLICT (party, account) DO UPDATE SET
    sealed = excluded.sealed, checked_at = excluded.checked_at, said_at = excluded.said_at, kept_at = excluded.kept_at
  WHERE crm_shared.sealed IS NULL OR crm_shared.kept_at <= ${SERVER_NOW} - ${KEPT_MS}
    OR (excluded.said_at, excluded.checked_at) > (crm_shared.said_at, crm_shared.checked_at)`;
const DROP_OLD = `
  DELETE FROM crm_shared WHERE (party, account) IN (
    SELECT party, account FROM crm_shared WHERE kept_at <= ${SERVER_NOW} - ${KEPT_MS} AND turn_until <= ${SERVER_NOW}
    ORDER BY kept_at LIMIT ${GO_AT_ONCE} FOR UPDATE SKIP LOCKED)`;
const TAKE = `
  INSERT INTO crm_shared (party, account, kept_at, turn_of, turn_rank, turn_until)
  VALUES (?1, ?2, ${SERVER_NOW}, ?3, ?4, ${SERVER_NOW} + ?5)
  ON CONFLICT (party, account) DO UPDATE SET
    turn_of = excluded.turn_of, turn_rank = excluded.turn_rank, turn_until = excluded.turn_until
  WHERE crm_shared.turn_until <= ${SERVER_NOW} OR crm_shared.turn_of = excluded.turn_of
    OR crm_shared.turn_rank > excluded.turn_rank`;
const LEFT = `SELECT turn_until - ${SERVER_NOW} AS left FROM crm_shared WHERE party = ? AND account = ?`;
const DONE = 'UPDATE crm_shared SET turn_until = 0 WHERE party = ? AND account = ? AND turn_of = ?';

/** Shares records over a table that is in no log, no standby and no backup, sealed. */
export function recordsSharing({ database, relay, sealing, now }: RecordsSharingParts): RecordsSharing {
  const { read } = database;

  async function leftOf({ party, account }: FoundKey): Promise<number> {
    const row = await read.get<{ left: number }>(LEFT, party, account);
    return Math.max(0, row?.left ?? 0);
  }

  return {
    read: async (key) => {
      const row = await read.get<{ sealed: Uint8Array }>(READ, key.party, key.account);
      return row === undefined ? null : (sealing()?.open(key, row.sealed) ?? null);
    },
    share: async (key, shared, asOf, calls) => {
      const sealed = sealing()?.seal(key, shared);
      if (sealed === undefined) return;
      const { checkedAt, saidAt } = shared.known;
      await database.transaction(async (sql) => {
        // Whoever begins to forget somebody waits until this is written, and erases it then.
        await sql.run('SELECT pg_advisory_xact_lock_shared(?)', WRITING_LOCK);
        if ((await sql.get(IS_FORGETTING)) !== undefined || (await readForgettings(sql)) !== asOf) return;
        await sql.run(SHARE, key.party, key.account, sealed, checkedAt, saidAt ?? 0);
        await sql.run(DROP_OLD);
        const news = calls.map((records) => ({ records }));
        await announce(sql, { from: relay, at: now() }, news);
      });
    },
    takeTurn: async (key, urgency) => {
      const rank = URGENCIES.indexOf(urgency);
      const taken = await read.run(TAKE, key.party, key.account, relay, rank, TURN_MS[urgency]);
      return taken > 0 ? null : leftOf(key);
    },
    done: async ({ party, account }) => void (await read.run(DONE, party, account, relay)),
  };
}

import type { DatabaseSync } from 'node:sqlite';
import type { Sql } from '../../sql/sql.ts';
import { query } from '../../sqlite/database.ts';
import type { FoundChange, FoundRow } from './rows.ts';

/** So many parties are kept; of more, those that were not heard of for longest go. */
export const MAX_FOUND = 50_000;
/** When there are too many, so many go at once: looking how many there are reads them all. */
const ROOM = 500;
/** Rows of a sweep: small enough that webhooks in the same commit do not wait for it. */
const ROWS = 500;

/** Writes what was found in the CRM; runs inside the writer's transaction. */
export interface FoundWriting {
  /**
   * Somebody who is being forgotten, or was since the event that was asked for, is not written again: which of them it is
   * cannot be told any more, so nothing is that was asked before, and what was kept of those parties goes.
   */
  change(changes: readonly FoundChange[]): void;
  /** Erases what is of any other account, a little at a time. */
  keepOnly(account: string): { more: boolean };
}

export function foundWriting(db: DatabaseSync, most = MAX_FOUND): FoundWriting {
  const forgettings = query<{ n: number }>(db, 'SELECT forgettings AS n FROM journal');
  const isForgetting = query(db, 'SELECT 1 FROM forgetting LIMIT 1');
  const put = query(
    db,
    `INSERT OR REPLACE INTO crm_found
       (party, account, tail, facts, contact, is_lead, company, company_of, deals, seen_at, checked_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const drop = query(db, 'DELETE FROM crm_found WHERE party = ? AND account = ?');
  const count = query<{ n: number }>(db, 'SELECT count(*) AS n FROM crm_found');
  const dropOldest = query(
    db,
    `DELETE FROM crm_found WHERE (party, account) IN
       (SELECT party, account FROM crm_found ORDER BY seen_at LIMIT ?)`,
  );
  const dropOthers = query(
    db,
    `DELETE FROM crm_found WHERE (party, account) IN
       (SELECT party, account FROM crm_found WHERE account <> ? LIMIT ${ROWS})`,
  );
  /** There are no more than so many; null: nobody has looked yet. */
  let atMost: number | null = null;

  function keep(row: FoundRow): void {
    const { party, account, tail, facts, contact, company, deals, seenAt, checkedAt } = row;
    put.run(
      party,
      account,
      tail,
      facts,
      contact.id,
      contact.kind === 'lead' ? 1 : 0,
      company?.id ?? null,
      company?.of ?? null,
      JSON.stringify(deals),
      seenAt,
      checkedAt,
    );
  }

  function makeRoom(kept: number): void {
    atMost = atMost === null ? Infinity : atMost + kept;
    if (atMost <= most) return;
    const there = count.get()?.n ?? 0;
    atMost = there > most ? there - dropOldest.run(there - most + Math.min(ROOM, most >> 1)) : there;
  }

  return {
    change: (changes) => {
      const now = isForgetting.get() === undefined ? (forgettings.get()?.n ?? 0) : null;
      let kept = 0;
      for (const change of changes) {
        if (change.kind === 'drop') drop.run(change.key.party, change.key.account);
        else if (change.asOf === now) {
          keep(change.row);
          kept += 1;
          // What it was to take the place of is not true any more.
        } else drop.run(change.row.party, change.row.account);
      }
      if (kept > 0) makeRoom(kept);
    },
    keepOnly: (account) => ({ more: dropOthers.run(account) >= ROWS }),
  };
}

const EXPIRE = `
  DELETE FROM crm_found WHERE (party, account) IN
    (SELECT party, account FROM crm_found WHERE seen_at < ? LIMIT ${ROWS})`;

/** Erases what was not heard of since `before`, ms since 1970; runs inside a transaction. @returns how many, 500 at most */
export function foundExpiring(sql: Sql, before: number): Promise<number> {
  return sql.run(EXPIRE, before);
}

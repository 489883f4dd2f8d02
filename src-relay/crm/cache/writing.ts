import type { Sql } from '../../sql/sql.ts';
import type { Print } from './prints.ts';
import { readForgettings } from './reading.ts';
import type { FoundChange, FoundRow } from './rows.ts';

/** So many parties are kept; of more, those that were not heard of for longest go. */
export const MAX_FOUND = 50_000;
/** When there are too many, so many go at once: looking how many there are reads them all. */
const ROOM = 500;
/** Rows of a sweep: small enough that webhooks in the same commit do not wait for it. */
const ROWS = 500;

/** How many are there at most, as far as a writer knows: it looks again once it has kept some hundreds more. */
export interface FoundRoom {
  readonly most: number;
  /** Null: nobody has looked yet. */
  left: number | null;
}

/** For all transactions of one writer; with one of its own, each of them looks. */
export function foundRoom(most = MAX_FOUND): FoundRoom {
  return { most, left: null };
}

/** Writes what was found in the CRM; runs inside the writer's transaction. */
export interface FoundWriting {
  /**
   * Somebody who is being forgotten, or was since the event that was asked for, is not written again: which of them it is
   * cannot be told any more, so nothing is that was asked before, and what was kept of those parties goes.
   */
  change(changes: readonly FoundChange[]): Promise<void>;
  /** Erases what is of any other account, a little at a time. */
  keepOnly(account: string): Promise<{ more: boolean }>;
}

const IS_FORGETTING = 'SELECT 1 AS one FROM forgetting LIMIT 1';
/** What the CRM said last is right, whichever relay asked it; but not what a clock far ahead says is last. */
const PUT = `
  INSERT INTO crm_found
    (party, account, tail, facts, contact, is_lead, company, company_of, deals, seen_at, checked_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (party, account) DO UPDATE SET
    tail = excluded.tail, facts = excluded.facts, contact = excluded.contact, is_lead = excluded.is_lead,
    company = excluded.company, company_of = excluded.company_of, deals = excluded.deals,
    seen_at = excluded.seen_at, checked_at = excluded.checked_at
  WHERE excluded.checked_at >= crm_found.checked_at OR crm_found.checked_at > excluded.seen_at`;
const DROP = 'DELETE FROM crm_found WHERE party = ? AND account = ?';
const COUNT = 'SELECT count(*) AS n FROM crm_found';
const DROP_OLDEST = `
  DELETE FROM crm_found WHERE (party, account) IN
    (SELECT party, account FROM crm_found ORDER BY seen_at LIMIT ?)`;
const DROP_OTHERS = `
  DELETE FROM crm_found WHERE (party, account) IN
    (SELECT party, account FROM crm_found WHERE account <> ? LIMIT ${ROWS})`;
const EXPIRE = `
  DELETE FROM crm_found WHERE (party, account) IN
    (SELECT party, account FROM crm_found WHERE seen_at < ? LIMIT ${ROWS})`;

export function foundWriting(sql: Sql, room: FoundRoom = foundRoom()): FoundWriting {
  async function makeRoom(kept: number): Promise<void> {
    room.left = room.left === null ? -1 : room.left - kept;
    if (room.left >= 0) return;
    const there = (await sql.get<{ n: number }>(COUNT))?.n ?? 0;
    const gone = there > room.most ? await dropOldest(there) : 0;
    // Other writers keep some, too.
    room.left = Math.min(ROOM, room.most - there + gone);
  }

  function dropOldest(there: number): Promise<number> {
    return sql.run(DROP_OLDEST, there - room.most + Math.min(ROOM, room.most >> 1));
  }

  return {
    change: async (changes) => {
      const isForgetting = (await sql.get(IS_FORGETTING)) !== undefined;
      const now = isForgetting ? null : await readForgettings(sql);
      let kept = 0;
      for (const change of inOrder(changes)) {
        if (change.kind === 'drop') await sql.run(DROP, change.key.party, change.key.account);
        else if (change.asOf === now) {
          await keep(sql, change.row);
          kept += 1;
          // What it was to take the place of is not true any more.
        } else await sql.run(DROP, change.row.party, change.row.account);
      }
      if (kept > 0) await makeRoom(kept);
    },
    keepOnly: async (account) => ({ more: (await sql.run(DROP_OTHERS, account)) >= ROWS }),
  };
}

/** The same for every writer: none of two then waits for the other in a circle. */
function inOrder(changes: readonly FoundChange[]): FoundChange[] {
  return changes.toSorted((a, b) => (partyOf(a) < partyOf(b) ? -1 : partyOf(a) > partyOf(b) ? 1 : 0));
}

function partyOf(change: FoundChange): Print {
  return change.kind === 'keep' ? change.row.party : change.key.party;
}

async function keep(sql: Sql, row: FoundRow): Promise<void> {
  const { party, account, tail, facts, contact, company, deals, seenAt, checkedAt } = row;
  await sql.run(
    PUT,
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

/** Erases what was not heard of since `before`, ms since 1970; runs inside a transaction. @returns how many, 500 at most */
export function foundExpiring(sql: Sql, before: number): Promise<number> {
  return sql.run(EXPIRE, before);
}

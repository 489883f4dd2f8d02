import type { CallKey } from '../../src-shared/brand.ts';
import type { ClaimChange } from '../journal/claims.ts';
import type { Sql } from '../sql/sql.ts';

/** Finds out which calls were claimed or given back, whoever told of it. */
export interface ClaimChanges {
  /**
   * Those that were committed since the last look, and some once more.
   * @param isFurtherBack also those of some time before: another server may have taken over. @throws StoreFault
   */
  since(isFurtherBack: boolean): Promise<ClaimChange[]>;
}

/** Transactions: a minute of relays that are very busy. */
const FURTHER_BACK = 20_000;
/** Above every transaction's number. */
const NONE = Number.MAX_SAFE_INTEGER;

/*
 * A row has the number of the transaction that wrote it last. Whatever a look could not see yet was written by one that
 * was under way or had not begun, so by one of no lower number than the lowest that was under way at that look. No clock
 * is asked, and it does not matter how long a commit takes. Numbers that are still to come are of another server, whose
 * dump this database was made of.
 */
const LOOK = `
  SELECT s.lowest, c.call, c.at
  FROM (SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT) AS lowest,
          CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT) AS next) s
  LEFT JOIN (
    SELECT call, at, changed_in FROM claim WHERE changed_in >= ?1
    UNION ALL SELECT call, at, changed_in FROM released WHERE changed_in >= ?1
  ) c ON c.changed_in < s.next`;

/** Begins now: what was committed before is not looked for. @throws StoreFault */
export async function claimChanges(sql: Sql): Promise<ClaimChanges> {
  async function look(from: number): Promise<{ lowest: number; found: ClaimChange[] }> {
    const rows = await sql.all<{ lowest: number; call: CallKey | null; at: number }>(LOOK, from);
    const found = rows.flatMap(({ call, at }) => (call === null ? [] : [{ call, at }]));
    return { lowest: rows[0]?.lowest ?? from, found };
  }

  let { lowest: from } = await look(NONE);
  return {
    since: async (isFurtherBack) => {
      const { lowest, found } = await look(isFurtherBack ? Math.max(0, from - FURTHER_BACK) : from);
      from = lowest;
      return found;
    },
  };
}

import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import { callReading } from '../crm/resolving/calls.ts';
import { readRecoveryState, type RecoveryState } from '../recovery/state.ts';
import type { Sql } from '../sql/sql.ts';
import { readJournal, type JournalPlace } from './reading.ts';

/** What an admin looks at without changing anything, of which version the journal ever is. */
export interface AdminLooking {
  /** The newest call with a number; null: none is known. @param e164 as in +33199001234 */
  newestCallOf(e164: string): Promise<Call | null>;
  /** Of how many parties the CRM's records are known for certain. */
  recordsKept(): Promise<number>;
  recoveryState(): Promise<RecoveryState>;
}

const NEWEST_CALL = `
  SELECT call FROM past_call WHERE tail = ?1 AND (e164 IS NULL OR e164 = ?2) ORDER BY started_at DESC LIMIT 1`;
const RECORDS_KEPT = 'SELECT count(*) AS n FROM crm_found';

export function adminLooking(sql: Sql): AdminLooking {
  return {
    newestCallOf: async (number) => {
      const { tail, e164 } = readNumber(number);
      const row = await sql.get<{ call: CallKey }>(NEWEST_CALL, tail, e164);
      return row === undefined ? null : callReading(sql).call(row.call);
    },
    recordsKept: async () => (await sql.get<{ n: number }>(RECORDS_KEPT))?.n ?? 0,
    recoveryState: () => readRecoveryState(sql),
  };
}

/**
 * Looks at the journal beside relays that may be running. Nothing is made or brought up to date.
 * @returns null when there is no journal yet
 * @throws StoreFault
 */
export function lookAtJournal<T>(
  place: JournalPlace,
  work: (looking: AdminLooking) => Promise<T>,
): Promise<T | null> {
  return readJournal(place, (sql) => work(adminLooking(sql)));
}

import * as v from 'valibot';
import { API_TROUBLES, type ApiTrouble } from '../allo-api/trouble.ts';
import type { Sql } from '../sql/sql.ts';

/** Why lost ends cannot be looked up; names no person. */
export interface RecoveryTrouble {
  readonly kind: ApiTrouble;
  /** One line for the admin, with what to do. */
  readonly text: string;
}

/** How it stands, for the admin. Times in ms since 1970. */
export interface RecoveryState {
  readonly failingSince: number | null;
  readonly trouble: RecoveryTrouble | null;
  /** Calls that are still looked up. */
  readonly waiting: number;
  /** Calls of the last days of which Allo has no end either. */
  readonly givenUp: number;
}

const troubleSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ kind: v.picklist(API_TROUBLES), text: v.string() }),
);

const STATE = 'SELECT failing_since AS "failingSince", trouble FROM recovery';
const LOOKUPS = `
  SELECT count(due_at) AS waiting, count(*) - count(due_at) AS "givenUp" FROM lookup
  WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.call = lookup.call AND e.topic = 'call.completed')
    AND EXISTS (SELECT 1 FROM event e WHERE e.call = lookup.call)`;
const WRITE = `
  UPDATE recovery SET trouble = ?1,
    failing_since = CASE WHEN CAST(?1 AS TEXT) IS NULL THEN NULL ELSE coalesce(failing_since, ?2) END`;

/** @throws StoreFault */
export async function readRecoveryState(sql: Sql): Promise<RecoveryState> {
  const row = await sql.get<{ failingSince: number | null; trouble: string | null }>(STATE);
  const { failingSince = null, trouble = null } = row ?? {};
  const kept = v.safeParse(troubleSchema, trouble);
  const counted = await sql.get<{ waiting: number; givenUp: number }>(LOOKUPS);
  return {
    failingSince,
    trouble: kept.success ? kept.output : null,
    ...(counted ?? { waiting: 0, givenUp: 0 }),
  };
}

/** @param trouble null: Allo can be asked again @param now ms since 1970 */
export async function writeRecoveryTrouble(
  sql: Sql,
  trouble: RecoveryTrouble | null,
  now: number,
): Promise<void> {
  await sql.run(WRITE, trouble === null ? null : JSON.stringify(trouble), now);
}

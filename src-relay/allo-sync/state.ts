import * as v from 'valibot';
import type { Sql } from '../sql/sql.ts';
import { SYNC_TROUBLES, type SyncTrouble } from './team.ts';

/** How the syncs went; ms since 1970. */
export interface SyncState {
  /** When Allo was asked last. */
  readonly askedAt: number;
  /** The last one without trouble; null: none was. */
  readonly wholeAt: number | null;
  readonly failingSince: number | null;
  readonly troubles: readonly SyncTrouble[];
}

const troubles = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.object({
      about: v.picklist(['users', 'numbers']),
      kind: v.picklist(SYNC_TROUBLES),
      text: v.string(),
    }),
  ),
);

const READ = `
  SELECT asked_at AS "askedAt", whole_at AS "wholeAt", failing_since AS "failingSince", trouble FROM allo_sync`;
const WRITE = `
  INSERT INTO allo_sync (one, asked_at, whole_at, failing_since, trouble) VALUES (1, ?, ?, ?, ?)
  ON CONFLICT (one) DO UPDATE SET asked_at = excluded.asked_at, trouble = excluded.trouble,
    whole_at = CASE WHEN excluded.trouble IS NULL THEN excluded.whole_at ELSE allo_sync.whole_at END,
    failing_since = CASE WHEN excluded.trouble IS NULL THEN NULL
                         ELSE coalesce(allo_sync.failing_since, excluded.failing_since) END`;

/** Null: there was no sync yet. */
export async function readSyncState(sql: Sql): Promise<SyncState | null> {
  const row = await sql.get<Omit<SyncState, 'troubles'> & { trouble: string | null }>(READ);
  if (row === undefined) return null;
  const { trouble, ...state } = row;
  const kept = trouble === null ? null : v.safeParse(troubles, trouble);
  return { ...state, troubles: kept?.success === true ? kept.output : [] };
}

export async function writeSyncState(
  sql: Sql,
  askedAt: number,
  found: readonly SyncTrouble[],
): Promise<void> {
  if (found.length === 0) await sql.run(WRITE, askedAt, askedAt, null, null);
  else await sql.run(WRITE, askedAt, null, askedAt, JSON.stringify(found));
}

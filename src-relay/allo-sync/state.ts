import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { query } from '../sqlite/database.ts';
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

export interface SyncStates {
  /** Null: there was no sync yet. */
  read(): SyncState | null;
  write(askedAt: number, found: readonly SyncTrouble[]): void;
}

export function syncStates(db: DatabaseSync): SyncStates {
  const read = query<Omit<SyncState, 'troubles'> & { trouble: string | null }>(
    db,
    `SELECT asked_at AS askedAt, whole_at AS wholeAt, failing_since AS failingSince, trouble FROM allo_sync`,
  );
  const write = query(
    db,
    `INSERT INTO allo_sync (one, asked_at, whole_at, failing_since, trouble)
     VALUES (1, ?1, iif(?2 IS NULL, ?1, NULL), iif(?2 IS NULL, NULL, ?1), ?2)
     ON CONFLICT (one) DO UPDATE SET
       asked_at = ?1, trouble = ?2,
       whole_at = iif(?2 IS NULL, ?1, whole_at),
       failing_since = iif(?2 IS NULL, NULL, coalesce(failing_since, ?1))`,
  );
  return {
    read: () => {
      const row = read.get();
      if (row === undefined) return null;
      const { trouble, ...state } = row;
      const kept = trouble === null ? null : v.safeParse(troubles, trouble);
      return { ...state, troubles: kept?.success === true ? kept.output : [] };
    },
    write: (askedAt, found) => void write.run(askedAt, found.length === 0 ? null : JSON.stringify(found)),
  };
}

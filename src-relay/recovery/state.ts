import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { API_TROUBLES, type ApiTrouble } from '../allo-api/trouble.ts';
import { query } from '../sqlite/database.ts';

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

export function recoveryState(db: DatabaseSync): {
  read(): RecoveryState;
  write(trouble: RecoveryTrouble | null, now: number): void;
} {
  const read = query<{ failingSince: number | null; trouble: string | null }>(
    db,
    'SELECT failing_since AS failingSince, trouble FROM recovery',
  );
  const count = query<{ waiting: number; givenUp: number }>(
    db,
    `SELECT count(due_at) AS waiting, count(*) - count(due_at) AS givenUp FROM lookup
     WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.call = lookup.call AND topic = 'call.completed')
       AND EXISTS (SELECT 1 FROM event WHERE event.call = lookup.call)`,
  );
  const write = query(
    db,
    `UPDATE recovery SET trouble = ?1, failing_since = iif(?1 IS NULL, NULL, coalesce(failing_since, ?2))`,
  );
  return {
    read: () => {
      const { failingSince = null, trouble = null } = read.get() ?? {};
      const kept = v.safeParse(troubleSchema, trouble);
      return {
        failingSince,
        trouble: kept.success ? kept.output : null,
        ...(count.get() ?? { waiting: 0, givenUp: 0 }),
      };
    },
    write: (trouble, now) => void write.run(trouble === null ? null : JSON.stringify(trouble), now),
  };
}

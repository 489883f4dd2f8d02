import type { RelayConfig } from '../config/schema.ts';
import type { AcceptingParts } from '../sqlite/webhooks.ts';
import {
  dropQuarantined,
  listQuarantine,
  readQuarantined,
  type Quarantined,
  type RetriedCounts,
} from '../journal/quarantine.ts';
import type { Database } from '../sql/sql.ts';

export interface QuarantineVerbs {
  list(): Promise<Quarantined[]>;
  /** With what Allo sent; null: there is none. */
  show(id: number): Promise<{ readonly about: Quarantined; readonly body: Uint8Array } | null>;
  /** All that are named, or none of them. @returns how many; null: not all of them are there */
  drop(ids: readonly number[] | 'all'): Promise<number | null>;
  retry: QuarantineRetry;
}

/** Takes in again what is in quarantine. Each engine files in its own way. @throws StoreFault */
export type QuarantineRetry = (config: RelayConfig, parts: AcceptingParts) => Promise<RetriedCounts>;

export function quarantineVerbs(database: Database, retry: QuarantineRetry): QuarantineVerbs {
  return {
    list: () => listQuarantine(database.read),
    show: (id) => readQuarantined(database.read, id),
    drop: async (ids) => {
      try {
        return await database.transaction(async (sql) => {
          const count = await dropQuarantined(sql, ids);
          if (ids !== 'all' && count < new Set(ids).size) throw new NotAllThere();
          return count;
        });
      } catch (error) {
        if (error instanceof NotAllThere) return null;
        throw error;
      }
    },
    retry,
  };
}

/** Takes back what was dropped. */
class NotAllThere extends Error {
  override readonly name = 'NotAllThere';
}

import { StoreFault, WRITING_LOCK } from '../sql/sql.ts';
import type { CommitWait } from './commit.ts';
import { LockTimeout } from './faults.ts';
import type { Pool } from './pool.ts';
import type { PostgresSql } from './sql.ts';
import { inTransaction } from './transaction.ts';

/** While this waits for writers that are at it, all later ones wait behind it: no longer than this at a time. */
const WAIT_MS = 500;
/** A relay that hangs is ended by the server before that (`idle_in_transaction_session_timeout`). */
const WITHIN_MS = 20_000;

/**
 * Runs `work` in a transaction while no relay's writer is in the middle of one.
 * @throws StoreFault `conflict` when they do not come to an end, or what `work` throws
 */
export async function alone<T>(
  pool: Pool,
  commitWait: CommitWait,
  work: (sql: PostgresSql) => Promise<T>,
): Promise<T> {
  const giveUpAt = performance.now() + WITHIN_MS;
  for (;;) {
    try {
      return await inTransaction(pool, commitWait, async (sql) => {
        await lock(sql);
        return await work(sql);
      });
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > giveUpAt) {
        throw new StoreFault('conflict', 'relays are in the middle of something for too long', {
          cause: error,
        });
      }
    }
  }
}

/** A transaction ends with the first fault that the server told of, which says what it waited for by its code only. */
function isBusy(error: unknown): boolean {
  return error instanceof StoreFault && (error.kind === 'conflict' || error instanceof LockTimeout);
}

async function lock(sql: PostgresSql): Promise<void> {
  // Sent together; the first one's failure is the second one's.
  const limit = sql.run(`SET LOCAL lock_timeout = ${WAIT_MS}`);
  limit.catch(() => undefined);
  await sql.run('SELECT pg_advisory_xact_lock(?)', WRITING_LOCK);
}

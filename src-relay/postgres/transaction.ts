import { setTimeout as wait } from 'node:timers/promises';
import { StoreFault } from '../sql/sql.ts';
import type { PreparedConnection } from './connection.ts';
import { commit, type CommitWait } from './commit.ts';
import type { Pool } from './pool.ts';
import { untilItsEnd, type PostgresSql } from './sql.ts';

/** How often work is begun at most: a conflict is over when the other one is done. */
const MOST_TRIES = 6;
/** The pause before another try is by chance, so that two do not meet again, and longer each time. */
const PAUSE_MS = 10;

/** Nothing was kept, since the connection was lost before the end was asked for. */
class LostBefore extends StoreFault {}

/** For work that knows when it has sent its last statement. */
export interface Ending {
  /** Sends the end right after the statements, without waiting for their answers: they all must have been sent. */
  commit(): Promise<void>;
}

export type Work<T> = (sql: PostgresSql, ending: Ending) => Promise<T>;

/**
 * Runs `work` in one transaction, from its start again after a conflict, and once after a connection that was lost with
 * nothing kept.
 * @throws StoreFault, or what `work` throws
 */
export async function inTransaction<T>(pool: Pool, commitWait: CommitWait, work: Work<T>): Promise<T> {
  let hasLost = false;
  for (let tries = 1; ; tries += 1) {
    try {
      return await pool.use((connection) => once(connection, commitWait, work));
    } catch (error) {
      if (!(error instanceof StoreFault) || tries === MOST_TRIES) throw error;
      const isLost = error instanceof LostBefore;
      if (error.kind !== 'conflict' && (!isLost || hasLost)) throw error;
      hasLost ||= isLost;
      await wait(Math.random() * PAUSE_MS * 2 ** tries);
    }
  }
}

async function once<T>(connection: PreparedConnection, commitWait: CommitWait, work: Work<T>): Promise<T> {
  connection.takeWarnings();
  const { sql, end, firstFault } = untilItsEnd(connection);
  let committing: Promise<void> | null = null;
  const ending: Ending = {
    commit: () => {
      end();
      committing ??= commit(connection, commitWait);
      return committing;
    },
  };
  // Not waited for: the first statements are sent with it.
  const begun = connection.sendPlain('BEGIN ISOLATION LEVEL READ COMMITTED');
  begun.catch(() => undefined);
  try {
    const result = await work(sql, ending);
    await begun;
    await ending.commit();
    return result;
  } catch (thrown) {
    const error = thrown instanceof StoreFault ? (firstFault() ?? thrown) : thrown;
    end();
    if (committing !== null) return await failedWithItsEnd(committing, error);
    if (!connection.isLost()) await connection.sendPlain('ROLLBACK').catch(() => connection.lose());
    if (connection.isLost() && error instanceof StoreFault && error.kind === 'unavailable') {
      throw new LostBefore('unavailable', error.message);
    }
    throw error;
  }
}

/** The end was asked for, so that a lost connection leaves it open whether all was kept. */
async function failedWithItsEnd(committing: Promise<void>, error: unknown): Promise<never> {
  try {
    await committing;
  } catch (atEnd) {
    if (atEnd instanceof StoreFault && atEnd.kind === 'unavailable') throw atEnd;
  }
  throw error;
}

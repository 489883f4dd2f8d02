import type { Remnants } from '../sql/sql.ts';
import type { Pool } from './pool.ts';

const WITHIN_MS = 600_000;

/**
 * Room of what was deleted is freed at once, and used again by what comes next. To write every table anew would hold up all
 * relays, and what is in the server's log of changes and its copies is out of reach from here: the admin is told.
 */
export function postgresRemnants(pool: Pool): Remnants {
  async function free(): Promise<boolean> {
    await pool.use(async (connection) => {
      await connection.sendPlain(`SET statement_timeout = ${WITHIN_MS}`);
      try {
        await connection.sendPlain('VACUUM', { withinMs: WITHIN_MS });
      } finally {
        // Its time-out is not for others.
        connection.lose();
      }
    });
    return true;
  }
  return {
    areGone: free,
    overwrite: free,
    emptyLog: () => Promise.resolve(),
    elsewhere: [
      "PostgreSQL's own files keep the bytes until it writes over them: in freed pages, and in its log of changes (WAL)",
      'base backups, archived WAL and standbys that are kept for later still have them',
    ],
  };
}

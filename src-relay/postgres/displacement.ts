import { ERASING_KEY } from '../sql/erasing-key.ts';
import { DISPLACED } from '../sql/errors.ts';
import type { Sql } from '../sql/sql.ts';

/**
 * Tells whether the database is still the one that was opened: in another one, dropped and made anew or at the end of
 * another name, whoever was forgotten there would be taken in again, since their marks are read with this one's key.
 * @throws StoreFault
 */
export async function displacementOf(read: Pick<Sql, 'get'>): Promise<() => Promise<string | null>> {
  const identity = async (): Promise<string | null> => {
    const row = await read.get<{ key: Uint8Array }>(ERASING_KEY);
    return row === undefined ? null : Buffer.from(row.key).toString('hex');
  };
  const opened = await identity();
  let isLooking = false;
  return async () => {
    if (isLooking) return null;
    isLooking = true;
    try {
      const now = await identity();
      return now !== null && now !== opened ? DISPLACED : null;
    } catch {
      // It cannot be asked just now, or has no tables: whoever reads and writes tells of that.
      return null;
    } finally {
      isLooking = false;
    }
  };
}

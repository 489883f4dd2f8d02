import { readSyncState } from '../allo-sync/state.ts';
import type { AlloStates } from '../doctor/allo.ts';
import { readRecoveryState } from '../recovery/state.ts';
import { readJournal, type JournalPlace } from './reading.ts';

/** How relays fared with Allo's API; a journal of an older version, or one that cannot be read, says nothing of it. */
export async function readAlloStates(place: JournalPlace): Promise<AlloStates> {
  const nothing = { sync: null, recovery: null };
  try {
    const states = await readJournal(place, async (sql) => ({
      sync: await readSyncState(sql),
      recovery: await readRecoveryState(sql),
    }));
    return states ?? nothing;
  } catch {
    return nothing;
  }
}

import type { Log } from '../log/log.ts';
import { logManaged } from '../managed/managed-store.ts';
import { openManaged } from '../managed/open-managed.ts';
import type { GivenPairing } from '../pairing/given-pairing.ts';
import { openStartJournal } from '../starts/start-journal.ts';
import { settleUpdates } from '../updates/settle.ts';
import { endIfDying, giveBack } from '../updates/trial.ts';
import type { StartParts } from './start-parts.ts';

/** What must be known before anything is opened. */
export interface Settled extends Pick<StartParts, 'managed' | 'given' | 'updates' | 'journal'> {
  /** For a version that cannot start. @returns whether the one before is started when this one has ended */
  giveBack(): Promise<boolean>;
}

/**
 * Reads what is decided for this computer, takes up what was left of an update, and notes that the app has started.
 * @returns null: this app must end at once, another one starts
 */
export async function settle(
  { paths, byEnvironment }: Pick<StartParts, 'paths'> & { readonly byEnvironment: GivenPairing },
  log: Log,
): Promise<Settled | null> {
  const { managed, given } = openManaged(byEnvironment);
  logManaged(managed, log);
  const updates = await settleUpdates({ paths, given: byEnvironment, managed }, log);
  if (updates === null) return null;
  const journal = await openStartJournal(paths.starts, log);
  if (await endIfDying(updates, journal.start, log)) return null;
  return { managed, given, updates, journal, giveBack: () => giveBack(updates, log) };
}

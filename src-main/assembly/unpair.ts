import type { ActivityLog } from '../activity/activity-log.ts';
import type { KeptBook } from '../book/kept-book.ts';
import type { RelayLink } from '../connection/relay-link.ts';
import type { Log } from '../log/log.ts';
import type { AppStateStore } from '../app-state/app-state.ts';
import type { IdentityStore } from '../pairing/identity.ts';

export interface UnpairOptions {
  readonly link: Pick<RelayLink, 'close'>;
  readonly store: Pick<IdentityStore, 'forget'>;
  readonly eraseBook: KeptBook['erase'];
  readonly activity: Pick<ActivityLog, 'clear'>;
  readonly appState: Pick<AppStateStore, 'forget'>;
  readonly log: Log;
}

/**
 * Forgets the pairing and erases every call, text and note from this computer. What the agent chose in the settings
 * stays. Resolves when it is gone from the disk too, or when the disk has failed.
 */
export async function unpair({ link, store, activity, appState, ...parts }: UnpairOptions): Promise<void> {
  link.close();
  const erased = parts.eraseBook();
  activity.clear();
  await Promise.all([appState.forget(), store.forget(), erased]);
  parts.log.info('unpaired, and the history is erased');
}

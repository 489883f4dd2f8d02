import type { ManagedStore } from '../managed/managed-store.ts';
import type { GivenPairing } from '../pairing/given-pairing.ts';
import type { Openings } from '../pairing/openings.ts';
import type { Paths } from '../disk/paths.ts';
import type { EarlyTray } from '../tray/early-tray.ts';
import type { UpdatesStart } from '../updates/at-start.ts';
import type { StartJournal } from '../starts/start-journal.ts';

/** What is there before the rest of the app. */
export interface StartParts {
  readonly paths: Paths;
  readonly tray: EarlyTray;
  readonly openings: Openings;
  /** What the environment says, where the policy of this computer allows it. */
  readonly given: GivenPairing;
  readonly managed: ManagedStore;
  readonly journal: StartJournal;
  /** Has another one started once this one is gone, which the caller ends. */
  readonly relaunch: () => void;
  readonly updates: UpdatesStart;
}

import type { PolicyProblem } from '../../src-shared/managed/managed-view.ts';
import type { PreferenceName, SomePreferences } from '../../src-shared/preferences/preferences.ts';

/** How a computer that an admin has prepared gets its pairing. */
export type ManagedPairing =
  /** By a link, as everywhere. */
  | { readonly by: 'link' }
  /** With the token of this very computer. */
  | { readonly by: 'device'; readonly token: string }
  /** With a token that many computers share; `agent`: whose computer this is, null: the agent says so. */
  | { readonly by: 'group'; readonly token: string; readonly agent: string | null }
  /** Not at all: what the admin has decided about it cannot be read. A pairing that is kept goes on. */
  | { readonly by: 'nothing' };

/** What the admin of this computer has decided, where only an administrator can write. */
export interface ManagedPolicy {
  /** The only relay that this computer may be paired with; null: any. */
  readonly relay: URL | null;
  readonly pairing: ManagedPairing;
  /** Choices that nobody can change here. They go before what the relay's admin has fixed. */
  readonly locked: SomePreferences;
  /** Choices that are locked by a value which cannot be read: they stay as they are. */
  readonly lockedAsTheyAre: readonly PreferenceName[];
  /** False: the app looks for no updates, since somebody else installs them. */
  readonly updates: boolean;
}

/** A computer that nobody manages. */
export const UNMANAGED: ManagedPolicy = {
  relay: null,
  pairing: { by: 'link' },
  locked: {},
  lockedAsTheyAre: [],
  updates: true,
};

/** What was found where this system keeps such decisions. */
export interface ManagedReading {
  /** Whether there is anything: a file, a key, a profile. */
  readonly isManaged: boolean;
  readonly policy: ManagedPolicy;
  readonly problems: readonly PolicyProblem[];
}

/** Nothing was found. */
export const NOT_MANAGED: ManagedReading = { isManaged: false, policy: UNMANAGED, problems: [] };

/**
 * Something is there and nothing of it can be taken. What restricts fails closed: nobody is paired anew, and no updates are
 * looked for; what was paired before goes on.
 */
export function notTaken(problem: PolicyProblem): ManagedReading {
  return {
    isManaged: true,
    policy: { ...UNMANAGED, pairing: { by: 'nothing' }, updates: false },
    problems: [problem],
  };
}

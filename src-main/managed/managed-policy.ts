import type { SomePreferences } from '../../src-shared/preferences/preferences.ts';

/** How a computer that an admin has prepared gets its pairing. */
export type ManagedPairing =
  /** By a link, as everywhere. */
  | { readonly by: 'link' }
  /** With the token of this very computer. */
  | { readonly by: 'device'; readonly token: string }
  /** With a token that many computers share; `agent`: whose computer this is, null: the agent says so. */
  | { readonly by: 'group'; readonly token: string; readonly agent: string | null };

/** What the admin of this computer has decided, where only an administrator can write. */
export interface ManagedPolicy {
  /** The only relay that this computer may be paired with; null: any. */
  readonly relay: URL | null;
  readonly pairing: ManagedPairing;
  /** Choices that nobody can change here. They go before what the relay's admin has fixed. */
  readonly locked: SomePreferences;
  /** False: the app looks for no updates, since somebody else installs them. */
  readonly updates: boolean;
}

/** A computer that nobody manages. */
export const UNMANAGED: ManagedPolicy = { relay: null, pairing: { by: 'link' }, locked: {}, updates: true };

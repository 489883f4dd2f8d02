import * as v from 'valibot';
import type { PairResult } from '../link/pair-result.ts';
import { somePreferencesSchema, type PreferenceName, type Preferences } from '../preferences/preferences.ts';
import { nothing } from './fields.ts';

/** What is set in the home window: preferences, the proxy's sign-in, the pairing. */
export const settingsRequests = {
  'preferences:ready': nothing,
  'preferences:set': somePreferencesSchema,
  /** Who the proxy that asks shall be told is asking; null: not now. */
  'proxy:signIn': v.nullable(
    v.object({
      user: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
      password: v.pipe(v.string(), v.maxLength(1024)),
    }),
  ),
  'pair:submit': v.object({ link: v.pipe(v.string(), v.maxLength(4096)) }),
  /** Whose computer this is, where the organisation pairs it; null: it shall be tried now. */
  'pair:group': v.object({ agent: v.nullable(v.pipe(v.string(), v.maxLength(256))) }),
  /** Forgets the pairing and erases the history here. */
  'pair:remove': nothing,
} as const;

/** What each of them answers. */
export interface SettingsResponses {
  'preferences:ready': PreferencesState;
  /** `isKept` false: it holds, but the disk has not taken it yet: a restart would forget it. */
  'preferences:set': PreferencesState & { readonly isKept: boolean };
  'proxy:signIn': undefined;
  'pair:submit': PairResult;
  'pair:group': undefined;
  'pair:remove': undefined;
}

/** The settings' page. */
export interface PreferencesState {
  readonly values: Preferences;
  /** What the admin has fixed. */
  readonly fixed: readonly PreferenceName[];
  readonly displays: readonly { readonly id: number; readonly label: string; readonly primary: boolean }[];
  readonly lines: readonly { readonly number: string; readonly name: string }[];
  /** As the admin sees this computer; null: unpaired. */
  readonly device: string | null;
  /** What this system cannot do: those choices are shown as unavailable. */
  readonly unavailable: readonly PreferenceName[];
  /** The admin's settings that this version could not read, in words; what was before holds for them. */
  readonly unread: readonly string[];
  /** Another program holds the shortcut, or it is none. */
  readonly shortcutRefused: boolean;
}

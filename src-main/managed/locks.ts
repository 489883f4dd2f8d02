import type { AppPolicy, Preferences } from '../../src-shared/preferences/preferences.ts';
import type { PreferenceStore } from '../preferences/preference-store.ts';
import type { AppStateStore } from '../app-state/app-state.ts';
import type { ManagedPolicy } from './managed-policy.ts';
import type { ManagedStore } from './managed-store.ts';

/**
 * What the relay's admin has decided, under what is decided for this computer.
 * @param held what holds now: a choice that is locked by a value which cannot be read stays so
 */
export function withLocks(
  app: AppPolicy,
  { locked, lockedAsTheyAre }: Pick<ManagedPolicy, 'locked' | 'lockedAsTheyAre'>,
  held: Preferences,
): AppPolicy {
  const asTheyAre = Object.fromEntries(lockedAsTheyAre.map((name) => [name, held[name]]));
  return { ...app, fixed: { ...asTheyAre, ...app.fixed, ...locked } };
}

/** Tells the preferences what both admins have decided, now and with every change. */
export function followLocks(
  preferences: Pick<PreferenceStore, 'adminSays' | 'get'>,
  appState: Pick<AppStateStore, 'get' | 'onChange'>,
  managed: Pick<ManagedStore, 'get' | 'onChange'>,
): void {
  const say = (): void =>
    preferences.adminSays(withLocks(appState.get().policy.app, managed.get().policy, preferences.get()));
  preferences.adminSays(appState.get().policy.app);
  say();
  appState.onChange(say);
  managed.onChange(say);
}

import type { PreferenceStore } from '../preferences/preference-store.ts';
import { codeOf, type Log } from '../log/log.ts';

/** What starts programs with the session. */
export interface LoginItem {
  /** False where nothing may be changed: an app in development is no app to start every morning. */
  readonly isAvailable: boolean;
  /** @param isChoice the agent has just chosen, rather than the app having started */
  set(on: boolean, isChoice: boolean): Promise<void>;
}

/** Starts with the session, or not, as was chosen: now, and with every change. @returns the unsubscribe */
export function followLaunchAtLogin(preferences: PreferenceStore, item: LoginItem, log: Log): () => void {
  let last: Promise<void> = Promise.resolve();
  const apply = (isChoice: boolean): void => {
    const { launchAtLogin } = preferences.get();
    last = last
      .then(() => item.set(launchAtLogin, isChoice))
      .catch((error: unknown) => log.warn('launch at login could not be set', { code: codeOf(error) }));
  };
  if (!item.isAvailable) return () => {};
  apply(false);
  return preferences.onChange((now, before) => {
    if (now.launchAtLogin !== before.launchAtLogin) apply(true);
  });
}

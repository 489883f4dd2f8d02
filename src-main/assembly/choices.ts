import { app, BrowserWindow, nativeTheme } from 'electron';
import { createLanguageStore, type LanguageStore } from '../language/language.ts';
import { systemLocales } from '../language/system-locales.ts';
import type { Log } from '../log/log.ts';
import { followLocks } from '../managed/locks.ts';
import type { ManagedStore } from '../managed/managed-store.ts';
import type { Paths } from '../disk/paths.ts';
import { openPolicyFile } from '../app-state/policy-file.ts';
import { openPreferences, type PreferenceStore } from '../preferences/preference-store.ts';
import { followTheme } from '../preferences/theme.ts';
import { followCapture } from '../preferences/capture.ts';
import { createAppState, type AppStateStore } from '../app-state/app-state.ts';

/** What the agent and the admin have chosen, and the language that follows. */
export interface Choices {
  readonly appState: AppStateStore;
  readonly preferences: PreferenceStore;
  readonly languages: LanguageStore;
  /** Resolves when all of it is on disk, or when the disk has failed. */
  settled(): Promise<unknown>;
}

/** Reads what was chosen before; it holds from the first window on. */
export function openChoices(paths: Paths, managed: ManagedStore, log: Log): Choices {
  const policyFile = openPolicyFile(paths.policy, log);
  const appState = createAppState(policyFile);
  const preferences = openPreferences(paths.preferences, log);
  followLocks(preferences, appState, managed);
  const languages = createLanguageStore(preferences, () => systemLocales(app));
  followTheme(preferences, nativeTheme);
  followCapture(app, BrowserWindow.getAllWindows, preferences);
  const settled = (): Promise<unknown> => Promise.all([preferences.settled(), policyFile.settled()]);
  return { appState, preferences, languages, settled };
}

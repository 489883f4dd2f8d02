import { screen } from 'electron';
import type { PreferencesState } from '../../src-shared/ipc/settings.ts';
import type { LanguageStore } from '../language/language.ts';
import { watchDisplays } from '../displays/system-displays.ts';
import type { AppStateStore } from '../app-state/app-state.ts';
import type { PreferenceStore } from '../preferences/preference-store.ts';
import { preferencesPage } from './preferences-page.ts';
import { unavailablePreferences, type Abilities } from './unavailable.ts';

export interface SettingsParts {
  readonly preferences: PreferenceStore;
  readonly appState: AppStateStore;
  readonly languages: LanguageStore;
  readonly abilities: () => Abilities;
  readonly shortcutRefused: () => boolean;
  readonly computer: string;
}

/** The state of the settings' page, and everything that changes it. */
export interface Settings {
  page(): PreferencesState;
  /** @returns the unsubscribe */
  onChange(listener: () => void): () => void;
}

export function createSettings(parts: SettingsParts): Settings {
  const { preferences, appState, languages } = parts;
  return {
    page: () => {
      const { policy, link, unread } = appState.get();
      return preferencesPage({
        values: preferences.get(),
        fixed: preferences.fixed(),
        displays: screen.getAllDisplays(),
        primary: screen.getPrimaryDisplay().id,
        policy,
        link,
        unread,
        computer: parts.computer,
        unavailable: unavailablePreferences(parts.abilities()),
        shortcutRefused: parts.shortcutRefused(),
        words: languages.get().words,
      });
    },
    onChange(listener) {
      const stops = [
        watchDisplays(listener),
        preferences.onChange(listener),
        appState.onChange(listener),
        languages.onChange(listener),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

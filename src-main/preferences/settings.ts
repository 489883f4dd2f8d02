import { screen } from 'electron';
import type { PreferencesState } from '../../src-shared/ipc/settings.ts';
import type { Tongue } from '../language/language.ts';
import type { StandingStore } from '../standing.ts';
import type { PreferenceStore } from './preference-store.ts';
import { preferencesPage } from './preferences-page.ts';
import { unavailablePreferences, type Abilities } from './unavailable.ts';

export interface SettingsParts {
  readonly preferences: PreferenceStore;
  readonly standing: StandingStore;
  readonly tongue: Tongue;
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
  const { preferences, standing, tongue } = parts;
  return {
    page: () => {
      const { policy, link, unread } = standing.get();
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
        words: tongue.get().words,
      });
    },
    onChange(listener) {
      const displays = ['display-added', 'display-removed', 'display-metrics-changed'] as const;
      for (const change of displays) screen.on(change as 'display-added', listener);
      const stops = [preferences.onChange(listener), standing.onChange(listener), tongue.onChange(listener)];
      return () => {
        for (const change of displays) screen.off(change as 'display-added', listener);
        for (const stop of stops) stop();
      };
    },
  };
}

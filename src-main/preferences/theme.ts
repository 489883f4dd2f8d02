import type { NativeTheme } from 'electron';
import type { PreferenceStore } from './preference-store.ts';

/** Draws every page in the theme that was chosen, now and at once with every change. @returns the unsubscribe */
export function followTheme(preferences: PreferenceStore, theme: NativeTheme): () => void {
  theme.themeSource = preferences.get().theme;
  return preferences.onChange((now, before) => {
    if (now.theme !== before.theme) theme.themeSource = now.theme;
  });
}

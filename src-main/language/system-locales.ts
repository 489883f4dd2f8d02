import type { App } from 'electron';

/** The system's preferred locales, best first. */
export function systemLocales(app: App): readonly string[] {
  return [...app.getPreferredSystemLanguages(), app.getLocale()];
}

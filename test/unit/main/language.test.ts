import { expect, test } from 'vitest';
import { createLanguageStore } from '../../../src-main/language/language.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../src-shared/preferences/preferences.ts';

function languagesOf(system: readonly string[]) {
  let now: Preferences = DEFAULT_PREFERENCES;
  const listeners = new Set<(now: Preferences, before: Preferences) => void>();
  const languages = createLanguageStore(
    {
      get: () => now,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    () => system,
  );
  return {
    languages,
    set(change: Partial<Preferences>): void {
      const before = now;
      now = { ...now, ...change };
      for (const listener of listeners) listener(now, before);
    },
  };
}

test('the system’s language is spoken until the agent chooses another', () => {
  const { languages, set } = languagesOf(['fr-CH', 'en-US']);
  expect(languages.page()).toEqual({ language: 'fr', locale: 'fr-CH' });
  const spoken: string[] = [];
  languages.onChange(({ locale }) => spoken.push(locale));
  set({ language: 'en' });
  set({ volume: 1 });
  set({ language: 'system' });
  expect(spoken).toEqual(['en-US', 'fr-CH']);
  expect(languages.get().words.phase.missed).toBe('Manqué');
});

test('who no longer listens is not told', () => {
  const { languages, set } = languagesOf(['en-GB']);
  let told = 0;
  const stop = languages.onChange(() => (told += 1));
  stop();
  set({ language: 'fr' });
  expect(told).toBe(0);
  expect(languages.page()).toEqual({ language: 'fr', locale: 'fr-FR' });
});

import { expect, test } from 'vitest';
import { createTongue } from '../../../src-main/language/language.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../src-shared/preferences/preferences.ts';

function tongueOf(system: readonly string[]) {
  let now: Preferences = DEFAULT_PREFERENCES;
  const listeners = new Set<(now: Preferences, before: Preferences) => void>();
  const tongue = createTongue(
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
    tongue,
    set(change: Partial<Preferences>): void {
      const before = now;
      now = { ...now, ...change };
      for (const listener of listeners) listener(now, before);
    },
  };
}

test('the system’s language is spoken until the agent chooses another', () => {
  const { tongue, set } = tongueOf(['fr-CH', 'en-US']);
  expect(tongue.page()).toEqual({ language: 'fr', locale: 'fr-CH' });
  const spoken: string[] = [];
  tongue.onChange(({ locale }) => spoken.push(locale));
  set({ language: 'en' });
  set({ volume: 1 });
  set({ language: 'system' });
  expect(spoken).toEqual(['en-US', 'fr-CH']);
  expect(tongue.get().words.phase.missed).toBe('Manqué');
});

test('who no longer listens is not told', () => {
  const { tongue, set } = tongueOf(['en-GB']);
  let told = 0;
  const stop = tongue.onChange(() => (told += 1));
  stop();
  set({ language: 'fr' });
  expect(told).toBe(0);
  expect(tongue.page()).toEqual({ language: 'fr', locale: 'fr-FR' });
});

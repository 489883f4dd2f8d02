import type { PageState } from '../../src-shared/ipc/contract.ts';
import { preferredLanguage, type Language } from '../../src-shared/words/language.ts';
import type { PreferenceStore } from '../preferences/preference-store.ts';

/** The language that everything is written in: the agent's choice, else the system's. */
export interface LanguageStore {
  get(): Language;
  /** The same for a page, which has the words itself. */
  page(): PageState;
  /** @returns the unsubscribe */
  onChange(listener: (language: Language) => void): () => void;
}

/** @param systemLocales the system's preferred locales, best first: asked anew with every change of the choice */
export function createLanguageStore(
  preferences: Pick<PreferenceStore, 'get' | 'onChange'>,
  systemLocales: () => readonly string[],
): LanguageStore {
  const choose = () => preferredLanguage(preferences.get().language, systemLocales());
  const listeners = new Set<(language: Language) => void>();
  let language = choose();
  preferences.onChange((now, before) => {
    if (now.language === before.language) return;
    language = choose();
    for (const listener of listeners) listener(language);
  });
  return {
    get: () => language,
    page: () => ({ language: language.code, locale: language.locale }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

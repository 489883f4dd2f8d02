import { LANGUAGES, type LanguageCode } from '../preferences/languages.ts';
import type { Preferences } from '../preferences/preferences.ts';
import { en, type Words } from './en.ts';
import { fr } from './fr.ts';

/** The words on screen and the locale that dates and money are written in, always of one language. */
export interface Language {
  readonly code: LanguageCode;
  readonly words: Words;
  /** BCP 47. */
  readonly locale: string;
}

const WORDS: Readonly<Record<LanguageCode, Words>> = { en, fr };
/** The region that dates and money are written for when the system prefers none of the language's. */
const REGION: Readonly<Record<LanguageCode, string>> = { en: 'en-GB', fr: 'fr-FR' };

/** The first of the reader's languages that there are words for, in their own region; else British English. */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const locale of preferred) {
    const code = LANGUAGES.find((code) => code === languageOf(locale));
    if (code !== undefined && isWellFormed(locale)) return { code, words: WORDS[code], locale };
  }
  return languageFrom('en', REGION.en);
}

/** The agent's choice, in the region that the system prefers for it; `system` leaves the language to the system too. */
export function preferredLanguage(choice: Preferences['language'], preferred: readonly string[]): Language {
  if (choice === 'system') return chooseLanguage(preferred);
  const own = preferred.filter((locale) => languageOf(locale) === choice);
  return chooseLanguage([...own, REGION[choice]]);
}

/** What main told a page. */
export function languageFrom(code: LanguageCode, locale: string): Language {
  return { code, words: WORDS[code], locale };
}

function languageOf(locale: string): string {
  return locale.split('-', 1)[0]?.toLowerCase() ?? '';
}

/** Dates and money can be written for every well-formed one; asking `Intl` which takes a start 12 ms of processor time. */
function isWellFormed(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length > 0;
  } catch {
    return false;
  }
}

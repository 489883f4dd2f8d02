import { en, type Words } from './en.ts';

/** The words on screen and the locale that dates and money are written in, always of one language. */
export interface Language {
  readonly words: Words;
  /** BCP 47. */
  readonly locale: string;
}

const WORDS: Readonly<Record<string, Words>> = { en };

/** The first of the reader's languages that there are words for, in their own region; else British English. */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const locale of preferred) {
    const words = WORDS[locale.split('-', 1)[0]?.toLowerCase() ?? ''];
    if (words !== undefined && Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0)
      return { words, locale };
  }
  return { words: en, locale: 'en-GB' };
}

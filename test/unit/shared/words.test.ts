import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../src-shared/preferences/languages.ts';
import { en } from '../../../src-shared/words/en.ts';
import { chooseLanguage, languageFrom, preferredLanguage } from '../../../src-shared/words/language.ts';
import { pluralIn } from '../../../src-shared/words/plural.ts';
import { wordsReadIn } from './words-read.ts';

type Entry = readonly [path: string, word: string | ((...params: never[]) => string)];

/** What reads the same in several languages, and is meant to. */
const SAME_ON_PURPOSE =
  /^(recording\.(pause|position)|card\.note|card\.summonedBy\.note|units\.\w+|activity\.test|texts\.mms|history\.agent|updates\.version|settings\.(crm|volume|notifications|sounds\.marimba|snoozes\.half))$/;

function entriesOf(words: object, at = ''): Entry[] {
  return Object.entries(words).flatMap(([key, word]) =>
    typeof word === 'object' && word !== null
      ? entriesOf(word, `${at}${key}.`)
      : [[`${at}${key}`, word] as Entry],
  );
}

/** A word as it reads, with a stand-in for every parameter. */
function readings([, word]: Entry): string[] {
  if (typeof word === 'string') return [word];
  const call = word as (...params: unknown[]) => string;
  return [0, 1, 2, 'N'].map((stand) => call(...Array.from({ length: word.length }, () => stand)));
}

const english = new Map(entriesOf(en));

describe.each(LANGUAGES.filter((code) => code !== 'en'))('the words of %s', (code) => {
  const entries = entriesOf(languageFrom(code, code).words);

  test('are all there, with the same parameters, and none says nothing', () => {
    const shape = (list: readonly Entry[]) =>
      list.map(([path, word]) => `${path} ${typeof word === 'string' ? 'text' : word.length}`).toSorted();
    expect(shape(entries)).toEqual(shape([...english]));
    for (const entry of entries)
      for (const reading of readings(entry)) expect(reading, entry[0]).not.toBe('');
  });

  test('are not English that nobody has translated', () => {
    const untranslated = entries.filter(([path, word]) => {
      const original = english.get(path);
      if (original === undefined || SAME_ON_PURPOSE.test(path)) return false;
      const texts = readings([path, word]);
      return (
        texts.some((text) => /\p{L}{2,}/u.test(text.replaceAll('N', ''))) &&
        String(texts) === String(readings([path, original]))
      );
    });
    expect(untranslated.map(([path]) => path)).toEqual([]);
  });
});

test('every word is read by some source: none is left that nothing says', () => {
  const sources = globSync(join(import.meta.dirname, '../../../src-{main,renderer,shared}/**/*.{ts,tsx}'));
  const read = new Set(sources.flatMap((file) => [...wordsReadIn(readFileSync(file, 'utf8'))]));
  const unread = [...english.keys()].filter((path) => {
    const groups = path.split('.').map((_, n, keys) => `${keys.slice(0, n + 1).join('.')}.*`);
    return !read.has(path) && !groups.some((group) => read.has(group));
  });
  expect(unread).toEqual([]);
});

test('French punctuation stands behind a space that no line breaks at', () => {
  const entries = entriesOf(languageFrom('fr', 'fr-FR').words);
  const wrong = entries.flatMap((entry) =>
    readings(entry)
      .map((text) => text.replaceAll(/[a-z]+:\/\/\S*/g, ''))
      .filter((text) => /[^\u202f\u00a0][;!?»]|[^\u202f\u00a0\d]:|:[^\s\d]|«[^\u202f\u00a0]|["']/u.test(text))
      .map((text) => `${entry[0]}: ${text}`),
  );
  expect(wrong).toEqual([]);
});

test('a count takes the form that its language wants', () => {
  const forms = { one: 'one', other: 'other' };
  expect([0, 1, 2].map((count) => pluralIn('en')(count, forms))).toEqual(['other', 'one', 'other']);
  expect([0, 1, 2, 1_000_000].map((count) => pluralIn('fr')(count, forms))).toEqual([
    'one',
    'one',
    'other',
    'other',
  ]);
});

describe('the language', () => {
  const chosen = (choice: 'system' | 'en' | 'fr', system: readonly string[]) => {
    const { code, locale } = preferredLanguage(choice, system);
    return `${code} ${locale}`;
  };

  test('is the first of the system’s that there are words for, in its own region', () => {
    expect(chosen('system', ['de-DE', 'fr-CH', 'en-US'])).toBe('fr fr-CH');
    expect(chosen('system', ['EN-us'])).toBe('en EN-us');
    expect(chosen('system', ['de-DE'])).toBe('en en-GB');
    expect(chosen('system', ['not a locale', 'fr_FR', ''])).toBe('en en-GB');
  });

  test('is the one that was chosen, in the region that the system prefers for it', () => {
    expect(chosen('fr', ['en-US', 'fr-CA'])).toBe('fr fr-CA');
    expect(chosen('fr', ['en-US'])).toBe('fr fr-FR');
    expect(chosen('en', ['fr-FR'])).toBe('en en-GB');
  });

  test('has one set of words wherever it is asked for', () => {
    expect(chooseLanguage(['fr-BE']).words).toBe(languageFrom('fr', 'fr-FR').words);
  });
});

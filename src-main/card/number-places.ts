import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { E164 } from '../../src-shared/brand.ts';
import { entryFor, type Place, type PlaceLookup } from '../../src-shared/format/place.ts';
import type { LanguageCode } from '../../src-shared/preferences/languages.ts';

/** The last answers are kept, not the tables: cards are drawn many times, and new numbers come one at a time. */
const KEPT_ANSWERS = 50;
const LONGEST_COUNTRY_CODE = 3;

/**
 * Looks numbers up in the tables of `assets/places`: nothing is read before the first number, and of the tables only
 * those of its country. Promises never to throw: without a table nothing is known.
 */
export function openNumberPlaces(folder: string, language: () => LanguageCode): PlaceLookup {
  const answers = new Map<string, Place>();
  let tables: ReadonlySet<string> | null = null;

  function read(name: string): string {
    tables ??= new Set(filesIn(folder));
    return tables.has(name) ? readTable(join(folder, name)) : '';
  }

  function look(number: E164): Place {
    const digits = number.slice(1);
    const national = nationalIn(digits, read);
    const [english, other] = national?.split('\t') ?? [];
    const name = language() === 'fr' ? (other ?? english) : english;
    return { name: name ?? null, timeZone: entryFor(digits, read('time-zones.txt')) };
  }

  return (number) => {
    const asked = `${language()} ${number}`;
    const known = answers.get(asked);
    if (known !== undefined) return known;
    const place = look(number);
    const [oldest] = answers.keys();
    if (answers.size >= KEPT_ANSWERS && oldest !== undefined) answers.delete(oldest);
    answers.set(asked, place);
    return place;
  };
}

/** Country codes are of 1 to 3 digits, and none begins another. */
function nationalIn(digits: string, read: (name: string) => string): string | null {
  for (let length = 1; length <= LONGEST_COUNTRY_CODE; length += 1) {
    const table = read(`${digits.slice(0, length)}.txt`);
    if (table !== '') return entryFor(digits.slice(length), table);
  }
  return null;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readTable(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

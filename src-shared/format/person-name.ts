import { isNoName, isNoPart, wordsOf } from './no-name.ts';
import { tidyLine } from './tidy-line.ts';

/** A name in the two parts that Allo sends, each absent or a placeholder at times. */
export interface NameParts {
  readonly name: string | null;
  readonly last_name: string | null;
}

/**
 * Somebody's name as it is said: what stands for nothing left out, what is in both parts said once, and the family's name
 * first where the name is written in Han, Kana or Hangul. Null: nothing names them.
 */
export function fullName(person: NameParts | null): string | null {
  if (person === null) return null;
  const first = tidyLine(person.name);
  const last = tidyLine(person.last_name);
  if (isNoName([first, last].join(' '))) return null;
  const given = first === '' || isNoPart(first) ? '' : first;
  const family = last === '' || (isNoPart(last) && !(last === 'Null' && given !== '')) ? '' : last;
  const whole = joined(given, family);
  return whole === '' || isNoName(whole) ? null : whole;
}

/** How a name may be typed by who looks for it: as it is written, and without blanks where names have none. */
export function nameSpellings(name: string | null): string[] {
  if (name === null) return [];
  return name.includes(' ') && isFamilyFirst(name) ? [name, name.replaceAll(' ', '')] : [name];
}

function joined(given: string, family: string): string {
  if (given === '' || family === '') return given + family;
  if (says(given, family)) return given;
  if (says(family, given)) return family;
  return isFamilyFirst(given) && isFamilyFirst(family) ? `${family} ${given}` : `${given} ${family}`;
}

/** Whether `whole` begins or ends with the words of `part`, or is the same; without blanks where names have none. */
function says(whole: string, part: string): boolean {
  const [all, some] = [wordsOf(whole), wordsOf(part)];
  if (some === '') return whole === part;
  if (all === some) return true;
  if (all.startsWith(`${some} `) || all.endsWith(` ${some}`)) return true;
  if (!isFamilyFirst(whole) || !isFamilyFirst(part) || all.length <= some.length) return false;
  // One sign at the end may be in a given name as well.
  return all.startsWith(some) || ([...some].length > 1 && all.endsWith(some));
}

const EAST_ASIAN = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;

/** Every letter is Han, Kana or Hangul; the mark that lengthens a Kana is of no script. */
function isFamilyFirst(name: string): boolean {
  const letters = [...name].filter((sign) => /\p{L}/u.test(sign) && sign !== 'ー' && sign !== 'ｰ');
  return letters.length > 0 && letters.every((sign) => EAST_ASIAN.test(sign));
}

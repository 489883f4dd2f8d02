import { NAMES_ALONE, NO_NAMES, NO_PARTS } from './no-name-words.ts';

/** What a program writes in the place of nothing. */
const PROGRAM_WORDS = new Set(
  'null NULL Null undefined UNDEFINED Undefined none NONE None nil NIL nan NaN NAN'.split(' '),
);
/** What stands beside the digits where a number is all that is known. */
const NUMBER_WORDS = new Set(
  `tel telephone phone mobile mob cell fax ext extn extension poste durchwahl x no nr num number numero nummer work home
  office contact visitor guest customer lead whatsapp sms from de von da van`.split(/\s+/),
);
const MIN_DIGITS = 6;
/** No placeholder is longer. */
const MAX_CHARS = 64;
const ADDRESS_OF_A_NUMBER = /^\s*(?:sips?|tel|callto):|^\s*[+0][\d ().-]{6,}@/i;
const ADDRESS_OF_NOBODY = /^\s*(?:anonymous|unknown|unavailable|restricted|private|withheld)@/i;
/** A firm's: 1&1. */
const NUMBERS_JOINED = /\d\s*&\s*\d/;
/** Voice mail of a carrier: `V12040917250041`. */
const CARRIER_CODE = /^v\d{6,}$/;
/** Carriers name the kind of line, and sometimes the state it is in: `CELL PHONE   NY`. */
const KIND_OF_LINE =
  /^(?:wireless|cell|cellular|mobile|toll ?free|unknown|private|pay|coin)(?: (?:caller|call|phone|user|number|customer|subscriber|line))? [a-z]{2}$/;
const CROSSES = /^x{2,}$/;
const PICTURE = /\p{Extended_Pictographic}/u;

/**
 * Whether a text in the place of a name names nobody: a number, a sign, nothing to see, a placeholder of a program, of a
 * phone network or of a form, in the languages of Europe and some others.
 */
export function isNoName(text: string): boolean {
  if (text.length > MAX_CHARS) return !/\p{L}/u.test(text);
  const words = wordsOf(text);
  if (!/\p{L}/u.test(words)) return !PICTURE.test(text) && !NUMBERS_JOINED.test(text);
  if (NAMES_ALONE.has(words)) return false;
  return (
    ADDRESS_OF_NOBODY.test(text) ||
    NO_NAMES.has(words) ||
    words.split(' ').every((word) => NO_NAMES.has(word)) ||
    isProgramWord(text) ||
    isNumber(text, words) ||
    [CARRIER_CODE, KIND_OF_LINE, CROSSES].some((kind) => kind.test(words))
  );
}

/** Whether a first or last name alone, or a company's, is a placeholder: narrower, since "Private" and "Call" are surnames. */
export function isNoPart(text: string): boolean {
  if (text.length > MAX_CHARS) return false;
  const words = wordsOf(text);
  if (words === '') return !PICTURE.test(text);
  if (!/\p{L}/u.test(words)) return digitsIn(words) >= MIN_DIGITS || /^0+$/.test(words);
  return NO_PARTS.has(words) || isProgramWord(text) || isNumber(text, words) || CROSSES.test(words);
}

/** Letters and digits alone, without case and accents. */
export function wordsOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function isProgramWord(text: string): boolean {
  const bare = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return bare.length > 0 && bare.every((word) => PROGRAM_WORDS.has(word));
}

function isNumber(text: string, words: string): boolean {
  const digits = digitsIn(words);
  if (ADDRESS_OF_A_NUMBER.test(text)) return digits > 0;
  const letters = words.match(/\p{L}+/gu) ?? [];
  return digits >= MIN_DIGITS && letters.every((word) => NUMBER_WORDS.has(word) || NO_NAMES.has(word));
}

function digitsIn(text: string): number {
  return text.replace(/\P{N}/gu, '').length;
}

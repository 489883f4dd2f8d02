/** Letters that no decomposition takes apart, as people type them without. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  œ: 'oe',
  æ: 'ae',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
  '‘': "'",
  '’': "'",
  ʼ: "'",
  '“': '"',
  '”': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '⁄': '/',
};
const SPECIAL = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');

/** Accents, Hebrew and Arabic points, the stretching of Arabic, and what nobody sees. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u00ad\u200b-\u200f\u2060\ufeff]/gu;

/** Every character is its own fold: one step less for most of what is written. */
const PLAIN_ALREADY = /^[ !-@[-~]*$/;

/**
 * Text as a search compares it: without case, accents and points, ligatures and quotes as they are typed, every
 * white space one blank. Folding what is folded changes nothing.
 */
export function foldText(text: string): string {
  if (PLAIN_ALREADY.test(text) && !text.includes('  ')) return text;
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(SPECIAL, (letter) => PLAIN[letter] ?? letter)
    .replace(/\s+/gu, ' ');
}

/**
 * What nobody sees, and what steers whoever shows it: controls, bidi controls and other format characters, line and
 * paragraph separators, half surrogates, code points that are no characters, and those that mean what each program wants.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Co}]/gu;
/** A joiner between two pictures makes one of them: a family, a technician. */
const JOINED =
  /(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic})/gu;

const SEEN = /[^\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Co}]/u;

/** Whether there is anything to see in a text. */
export function isVisible(text: string): boolean {
  return SEEN.test(text);
}

/** A text without what is not seen in it. Idempotent. */
export function visibleText(text: string): string {
  if (text.search(UNSEEN) === -1) return text;
  const pieces = text.split(JOINED).map((piece) => piece.replaceAll(UNSEEN, ''));
  return pieces.join('\u200D');
}

/** A name as somebody gave it: visible, on one line, at most `most` characters; null when nothing is left. */
export function visibleName(text: string, most: number): string | null {
  const name = visibleText(text.replaceAll(/[\s\p{Zl}\p{Zp}]+/gu, ' '))
    .trim()
    .slice(0, most)
    // Not half of a character.
    .replace(/\p{Cs}$/u, '');
  return name === '' ? null : name;
}

/** JSON text with every character of its strings that is not seen written as an escape: the same value, for any terminal. */
export function visibleJson(json: string): string {
  return json.replaceAll(UNSEEN, (unseen) =>
    Array.from(
      { length: unseen.length },
      (_, i) => `\\u${unseen.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

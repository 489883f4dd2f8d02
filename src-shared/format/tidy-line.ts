/** Seen by nobody at the ends of a text; what chooses a picture's form, or joins pictures, is left alone. */
const UNSEEN_AT_ENDS = new RegExp(
  String.raw`[\s\p{Cc}\u00ad\u{34f}\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0]`,
  'u',
);

/** A text on one line, without blanks and what nobody sees at its ends; '' for none. */
export function tidyLine(text: string | null): string {
  const line = (text ?? '').replaceAll(/\s+/gu, ' ');
  let [from, to] = [0, line.length];
  while (from < to && UNSEEN_AT_ENDS.test(line.charAt(from))) from += 1;
  while (from < to && UNSEEN_AT_ENDS.test(line.charAt(to - 1))) to -= 1;
  return line.slice(from, to);
}

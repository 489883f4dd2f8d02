/**
 * What stands in a portrait: the first letters of the first and last word, one letter in scripts without capitals
 * (two would join or read as a word), null when the name has no letter at all.
 */
export function initialsOf(name: string | null): string | null {
  const letters = (name ?? '')
    .normalize('NFC')
    .split(/\s+/)
    .map((word) => /\p{L}\p{M}*/u.exec(word)?.[0])
    .filter((letter) => letter !== undefined);
  const [first, last] = [letters[0], letters.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (letters.length === 1 || !hasCapitals(first)) return capital(first);
  return capital(first) + capital(last);
}

function hasCapitals(letter: string): boolean {
  return letter.toUpperCase() !== letter.toLowerCase();
}

/** Only the first: the capital of "ß" is two letters. */
function capital(letter: string): string {
  return [...letter.toUpperCase()][0] ?? letter;
}

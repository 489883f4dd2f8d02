/** What is no place for a value: texts, quoted names, comments and dollar quotes. */
const OPAQUE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$/;
const TOKENS = new RegExp(`(?<opaque>${OPAQUE.source})|\\?(?<number>\\d*)`, 'g');

/**
 * Writes `?` and `?1` as `$1`, as PostgreSQL has them.
 * @throws TypeError when a statement has both: which value is which would be anybody's guess
 */
export function withNumberedPlaces(statement: string): string {
  let last = 0;
  let isNumbered = false;
  const numbered = statement.replaceAll(TOKENS, (token, ...found) => {
    const { opaque, number } = found.at(-1) as { opaque?: string; number?: string };
    if (opaque !== undefined) return token;
    if (number !== '') {
      isNumbered = true;
      return `$${number}`;
    }
    last += 1;
    return `$${last}`;
  });
  if (isNumbered && last > 0) throw new TypeError(`both ? and ?1 in one statement: ${statement}`);
  return numbered;
}

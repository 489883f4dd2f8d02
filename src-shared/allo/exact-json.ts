/** Digits enough to be beyond what a number keeps, where a number may begin: most ids that long are part of a text. */
const LONG_NUMBER = /(?:^|[\s:,[-])\d{16}/;
/** The start of a string, or a whole number that long. */
const TOKEN = /"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * As `JSON.parse`, but a whole number that JavaScript would round (beyond ±(2^53 − 1)) is read as the text of its digits:
 * it is somebody's id, and with other digits it is somebody else's. In time that the length bounds; a reviver that is
 * told the source would take seconds for many values, and a stack for many levels.
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  const read: unknown = JSON.parse(text);
  return LONG_NUMBER.test(text) ? JSON.parse(withLongNumbersQuoted(text)) : read;
}

/** Of text that is JSON. */
function withLongNumbersQuoted(json: string): string {
  let quoted = '';
  let done = 0;
  const tokens = new RegExp(TOKEN);
  for (let token = tokens.exec(json); token !== null; token = tokens.exec(json)) {
    const [found] = token;
    if (found === '"') {
      tokens.lastIndex = endOfString(json, token.index);
    } else if (!Number.isSafeInteger(Number(found))) {
      quoted += `${json.slice(done, token.index)}"${found}"`;
      done = token.index + found.length;
    }
  }
  return quoted + json.slice(done);
}

/** The place after the quotation mark that ends the string. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  for (;;) {
    at = json.indexOf('"', at);
    if (at === -1) return json.length;
    let slashes = 0;
    while (json[at - 1 - slashes] === '\\') slashes += 1;
    at += 1;
    if (slashes % 2 === 0) return at;
  }
}

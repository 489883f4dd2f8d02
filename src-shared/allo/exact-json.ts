/** Digits enough to be beyond what a number keeps. */
const LONG_NUMBER = /\d{16}/;

/**
 * As `JSON.parse`, but a whole number that JavaScript would round (beyond ±(2^53 − 1)) is read as the text of its digits:
 * it is somebody's id, and with other digits it is somebody else's. Needs an engine that tells a reviver the source
 * (https://tc39.es/proposal-json-parse-with-source/: Node 22 and later).
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return JSON.parse(text, exactly);
}

function exactly(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source ?? '';
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value;
}

/** Small facts for the reader of a log: counts, codes, kinds. Never a name, number, token, address or payload. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

export type LogLevel = 'info' | 'warn' | 'error';

export interface LogEntry {
  readonly level: LogLevel;
  /** Fixed words. */
  readonly what: string;
  readonly facts?: LogFacts | undefined;
}

/** What is no code stands in the log as this. */
const NO_CODE = 'other';

/** A token, an address or a payload is longer. */
const MOST_WORDS = 12;

/** A file of code, with line and column. */
const PLACE = /^[A-Za-z_-][\w-]{0,40}\.[cm]?[jt]s:\d{1,5}:\d{1,5}$/;

/** The longest code of TLS has 33 letters; a token is longer than 40. */
const CODE = /^[A-Za-z0-9_:-]{0,40}$/;
const FIELD = /^[A-Za-z0-9_.-]{1,80}$/;

/** A phone number has more digits than a code, a status or a port. */
const MOST_DIGITS = 5;

/**
 * One line of the log, with its end.
 * @param at ms since 1970
 */
export function logLine(at: number, { level, what, facts }: LogEntry): string {
  const told = facts === undefined ? '' : ` ${JSON.stringify(codesIn(facts))}`;
  return `${new Date(at).toISOString()} ${level} ${what}${told}\n`;
}

/**
 * The words of a text that are codes: `ECONNRESET`, `TypeError`, `certificate-expired`, `main.js:12:7`. Others (an address, a
 * host, a phone number, a path, a token, text in any other script) are not told: whatever an error or a peer calls itself,
 * the log stays clean.
 */
export function codeWords(text: string): string {
  const words = text.split(' ');
  const digits = words.filter((word) => !PLACE.test(word)).join('');
  const isNumber = digitsIn(digits) > MOST_DIGITS;
  return words
    .map((word) =>
      PLACE.test(word) || (CODE.test(word) && !(isNumber && digitsIn(word) > 0)) ? word : NO_CODE,
    )
    .slice(0, MOST_WORDS)
    .join(' ');
}

/** Where something is in what was read: `lines.0.name`. */
function fieldPaths(text: string): string {
  return text
    .split(' ')
    .map((path) => (FIELD.test(path) && digitsIn(path) <= MOST_DIGITS ? path : NO_CODE))
    .slice(0, MOST_WORDS)
    .join(' ');
}

function digitsIn(text: string): number {
  return text.replaceAll(/[^0-9]/g, '').length;
}

function codesIn(facts: LogFacts): LogFacts {
  const told = Object.entries(facts).map(([name, fact]) => {
    if (typeof fact !== 'string') return [name, fact];
    return [name, name === 'fields' ? fieldPaths(fact) : codeWords(fact)];
  });
  return Object.fromEntries(told) as LogFacts;
}

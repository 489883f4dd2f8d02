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
 * The words of a text that are codes: `ECONNRESET`, `main.js:12:7`, `call.received`. Others (an address, a phone number, a
 * path, a token, text in any other script) are not told: whatever an error or a peer calls itself, the log stays clean.
 */
export function codeWords(text: string): string {
  const words = text.split(' ').map((word) => (isCode(word) ? word : NO_CODE));
  return words.slice(0, MOST_WORDS).join(' ');
}

function isCode(word: string): boolean {
  if (PLACE.test(word)) return true;
  return /^[A-Za-z0-9_.:-]{0,60}$/.test(word) && word.replaceAll(/[^0-9]/g, '').length <= MOST_DIGITS;
}

function codesIn(facts: LogFacts): LogFacts {
  const told = Object.entries(facts).map(([name, fact]) => [
    name,
    typeof fact === 'string' ? codeWords(fact) : fact,
  ]);
  return Object.fromEntries(told) as LogFacts;
}

/** An error as a report of tests has it. */
export interface ReportedError {
  readonly name?: string | undefined;
  readonly message?: string | undefined;
  readonly stack?: string | undefined;
  /** What was compared, line by line. */
  readonly diff?: string | undefined;
  readonly cause?: unknown;
  /** Of an `AggregateError`. */
  readonly errors?: unknown;
}

const MAX_LINE = 400;
const MAX_LINES = 16;
const MAX_DIFF_LINES = 30;
const MAX_PLACES = 3;
/** A chain of causes may lead back to its start. */
const MAX_DEPTH = 5;
// eslint-disable-next-line no-control-regex
const COLOURS = /\u{1b}\[[0-9;]*m/gu;
const PLACE = /^\s+at /;

/** Why a test failed: what the error says, where, and the same of what caused it. However long one is, none is left out. */
export function reasonOf(error: ReportedError, depth = 0): string {
  const { name = 'Error', message = '', diff = '', cause, errors } = error;
  const inner = [cause, ...(Array.isArray(errors) ? errors : [])].filter(
    (each) => each !== undefined && each !== null,
  );
  const why = [
    shortened(message === '' ? name : `${name}: ${message}`),
    ...(diff === '' ? [] : [shortened(diff, MAX_DIFF_LINES)]),
    ...placesOf(error),
  ];
  if (depth >= MAX_DEPTH) return why.join('\n');
  return [...why, ...inner.map((each) => `caused by ${reasonOf(asError(each), depth + 1)}`)].join('\n');
}

/** Its beginning and its end, since either may have the reason; long lines are cut. */
export function shortened(text: string, mostLines = MAX_LINES): string {
  const lines = text.replaceAll(COLOURS, '').trimEnd().split('\n').map(shortLine);
  if (lines.length <= mostLines) return lines.join('\n');
  const half = Math.floor(mostLines / 2);
  return [...lines.slice(0, half), `… ${lines.length - 2 * half} lines …`, ...lines.slice(-half)].join('\n');
}

function shortLine(line: string): string {
  const more = line.length - MAX_LINE;
  return more > 0 ? `${line.slice(0, MAX_LINE)}… (${more} characters more)` : line;
}

/** Our own ones, where there are any. */
function placesOf({ stack = '' }: ReportedError): string[] {
  const all = stack.split('\n').filter((line) => PLACE.test(line));
  const own = all.filter((line) => !/node_modules|node:/.test(line));
  return (own.length > 0 ? own : all).slice(0, MAX_PLACES);
}

function asError(value: unknown): ReportedError {
  return typeof value === 'object' && value !== null
    ? value
    : { name: 'a thrown value', message: String(value) };
}

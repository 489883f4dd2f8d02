import * as v from 'valibot';
import { visibleText } from '../../src-shared/format/visible-text.ts';

/** An answer of Allo's API. */
export interface Answered {
  readonly status: number;
  readonly retryAfter: string | null;
  /** Undefined when the answer was no JSON. */
  readonly json: unknown;
}

/** What a request needs of the key, and what some refusals of it mean. */
export interface Needs {
  readonly scope: string;
  /** What to do about a status, where that is special to the request. */
  readonly on?: Readonly<Record<number, string>>;
}

/** Allo's error body, v2: only what helps an admin, and only in short. */
const errorSchema = v.object({
  error: v.object({
    code: v.pipe(v.string(), v.regex(/^[A-Z0-9_]{1,64}$/)),
    // Not cut off: half of an echoed key would not be known for one.
    message: v.optional(v.fallback(v.pipe(v.string(), v.maxLength(300), v.transform(visibleText)), ''), ''),
  }),
});

/** Allo's word for a key that may do nothing at all. */
export const OF_TRIAL = 'API_KEY_TRIAL_NOT_ALLOWED';

/** Allo's own word for a refusal; null when it said none. */
export function codeIn({ json }: Answered): string | null {
  const read = v.safeParse(errorSchema, json);
  return read.success ? read.output.error.code : null;
}

/** One line on what a refusal means and what to do about it. */
export function explain(
  { status, json }: Answered,
  retryAfterS: number | null,
  { scope, on = {} }: Needs,
): string {
  const read = v.safeParse(errorSchema, json);
  const code = read.success ? ` ${read.output.error.code}` : '';
  const said = read.success && read.output.error.message !== '' ? `: ${read.output.error.message}` : '';
  const isOfTrial = read.success && read.output.error.code === OF_TRIAL;
  const todo = isOfTrial
    ? 'a trial has no API: it comes with a plan that is paid for'
    : (on[status] ?? whatToDo(status, retryAfterS, scope));
  return `Allo's API answered ${status}${code}${said}; ${todo}`;
}

function whatToDo(status: number, retryAfterS: number | null, scope: string): string {
  switch (status) {
    case 401:
      return 'check the API key: made in Allo under Settings → API, by an admin or manager, and not revoked';
    case 403:
      return `the API key lacks the scope ${scope}: make one that has it`;
    case 429:
      return retryAfterS === null
        ? 'too many requests: try again later'
        : `too many requests: try again in ${retryAfterS} s`;
    default:
      return status >= 500 ? 'the trouble is at Allo: try again later' : 'nothing was done';
  }
}

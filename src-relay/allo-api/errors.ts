import * as v from 'valibot';

/** An answer of Allo's API. */
export interface Answered {
  readonly status: number;
  readonly retryAfter: string | null;
  /** Undefined when the answer was no JSON. */
  readonly json: unknown;
}

/** Allo's error body, v2: only what helps an admin, and only in short. */
const errorSchema = v.object({
  error: v.object({
    code: v.pipe(v.string(), v.regex(/^[A-Z0-9_]{1,64}$/)),
    message: v.optional(v.pipe(v.string(), v.maxLength(300)), ''),
  }),
});

/** One line on what a refusal means and what to do about it. */
export function explain({ status, json }: Answered, retryAfterS: number | null): string {
  const read = v.safeParse(errorSchema, json);
  const code = read.success ? ` ${read.output.error.code}` : '';
  const said = read.success && read.output.error.message !== '' ? `: ${read.output.error.message}` : '';
  return `Allo's API answered ${status}${code}${said}; ${whatToDo(status, retryAfterS)}`;
}

function whatToDo(status: number, retryAfterS: number | null): string {
  switch (status) {
    case 400:
      return 'check --url, which must be an https address that is reachable from outside';
    case 401:
      return 'check the API key: made in Allo under Settings → API, by an admin or manager, and not revoked';
    case 403:
      return 'the API key lacks the scope WEBHOOKS_READ_WRITE: make one that has it';
    case 404:
      return "the API key's team has no webhooks: they come with the Business plan";
    case 429:
      return retryAfterS === null
        ? 'too many requests: try again later'
        : `too many requests: try again in ${retryAfterS} s`;
    default:
      return status >= 500 ? 'the trouble is at Allo: try again later' : 'nothing was made';
  }
}

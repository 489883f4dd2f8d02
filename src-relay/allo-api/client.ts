import { explain, type Answered } from './errors.ts';

/** Allo's API could not do it; the message says why and what to do, and never contains the key. */
export class AlloApiError extends Error {
  override readonly name = 'AlloApiError';
  /** The HTTP status; null when there was no answer. */
  readonly status: number | null;

  constructor(status: number | null, message: string) {
    super(message);
    this.status = status;
  }
}

export const ALLO_API = 'https://api.withallo.com';

export interface AlloApiParts {
  readonly apiKey: string;
  /** Absent: Allo's own. Tests have one on this machine. */
  readonly base?: string;
  readonly wait: (ms: number) => Promise<void>;
  readonly timeoutMs?: number;
}

export interface AlloApi {
  /** @throws AlloApiError @returns the JSON of a 2xx answer, unread */
  get(path: string): Promise<unknown>;
  /** Sent again at most once, under the same idempotency key. @throws AlloApiError */
  post(path: string, body: object, idempotencyKey: string): Promise<unknown>;
}

const TIMEOUT_MS = 15_000;
/** A longer wait is left to whoever called. */
const MAX_WAIT_S = 30;
const MAX_ANSWER_CHARS = 1024 * 1024;

/**
 * Speaks with Allo's API v2: `Authorization: Api-Key …`; a 429 is waited out once when `Retry-After` is short.
 * Source: https://help.withallo.com/en/v2/api-reference/introduction
 */
export function alloApi({ apiKey, base = ALLO_API, wait, timeoutMs = TIMEOUT_MS }: AlloApiParts): AlloApi {
  async function ask(path: string, init: RequestInit): Promise<unknown> {
    const first = await send(path, init);
    if (first.status !== 429) return read(first);
    const seconds = retryAfter(first);
    if (seconds === null || seconds > MAX_WAIT_S) return read(first);
    await wait(seconds * 1000);
    return read(await send(path, init));
  }

  async function send(path: string, init: RequestInit): Promise<Answered> {
    try {
      const response = await fetch(new URL(path, base), {
        ...init,
        // The key goes to Allo and nowhere else.
        redirect: 'error',
        headers: { accept: 'application/json', authorization: `Api-Key ${apiKey}`, ...init.headers },
        signal: AbortSignal.timeout(timeoutMs),
      });
      const json = jsonOf((await response.text()).slice(0, MAX_ANSWER_CHARS));
      return { status: response.status, retryAfter: response.headers.get('retry-after'), json };
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      const why = isLate ? `no answer within ${timeoutMs / 1000} s` : 'no connection';
      throw new AlloApiError(null, `Allo's API cannot be reached (${why}): check this machine's network`);
    }
  }

  return {
    get: (path) => ask(path, { method: 'GET' }),
    post: (path, body, idempotencyKey) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
        body: JSON.stringify(body),
      }),
  };
}

function read(answered: Answered): unknown {
  const { status, json } = answered;
  if (status < 200 || status > 299) throw new AlloApiError(status, explain(answered, retryAfter(answered)));
  if (json === undefined)
    throw new AlloApiError(status, `Allo's API answered ${status} with something that is no JSON`);
  return json;
}

/** Seconds; a date is as good by the standard, but Allo sends seconds. */
function retryAfter({ retryAfter: header }: Answered): number | null {
  return header !== null && /^\d{1,6}$/.test(header.trim()) ? Number(header) : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

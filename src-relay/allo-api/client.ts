import { isThisMachine } from '../../src-shared/wire/relay-address.ts';
import { codeIn, explain, type Answered, type Needs } from './errors.ts';

/** Allo's API could not do it; the message says why and what to do, and never contains the key. */
export class AlloApiError extends Error {
  override readonly name = 'AlloApiError';
  /** The HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Allo's own word for it, like `INVALID_ITEM_ID`; null when it said none. */
  readonly code: string | null;
  /** When it may be asked again, by its own word; null: it did not say. */
  readonly retryAfterS: number | null;

  constructor(
    status: number | null,
    message: string,
    said: { readonly code?: string | null; readonly retryAfterS?: number | null } = {},
  ) {
    super(message);
    this.status = status;
    this.code = said.code ?? null;
    this.retryAfterS = said.retryAfterS ?? null;
  }
}

export const ALLO_API = 'https://api.withallo.com';

export interface AlloApiParts {
  readonly apiKey: string;
  /** Absent: Allo's own. Tests have one on this machine. */
  readonly base?: string;
  readonly wait: (ms: number) => Promise<void>;
  readonly timeoutMs?: number;
  /** A 429 is waited out once when it takes no longer than this; else it is the caller's. */
  readonly longestWaitS?: number;
  /** Gives up what is under way. */
  readonly signal?: AbortSignal;
}

export interface AlloApi {
  /** @throws AlloApiError @returns the JSON of a 2xx answer, unread */
  get(path: string, needs: Needs): Promise<unknown>;
  /** Sent again at most once, under the same idempotency key. @throws AlloApiError */
  post(path: string, body: object, idempotencyKey: string, needs: Needs): Promise<unknown>;
}

const TIMEOUT_MS = 15_000;
const MAX_WAIT_S = 30;
/** A page of calls with their summaries, or one call with an hour's transcript. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/**
 * Speaks with Allo's API v2: `Authorization: Api-Key …`; a 429 is waited out once when `Retry-After` is short.
 * Source: https://help.withallo.com/en/v2/api-reference/introduction
 * @throws AlloApiError when `base` is neither Allo's nor on this machine: the key goes nowhere else
 */
export function alloApi(parts: AlloApiParts): AlloApi {
  const { apiKey, wait, timeoutMs = TIMEOUT_MS, longestWaitS = MAX_WAIT_S } = parts;
  const base = alloOrigin(parts.base ?? '');
  if (base === null) {
    throw new AlloApiError(
      null,
      'ALLO_API_URL: only for a stand-in on this machine, like http://127.0.0.1:8080',
    );
  }

  async function ask(path: string, init: RequestInit, needs: Needs): Promise<unknown> {
    const first = await send(path, init);
    if (first.status !== 429) return read(first, needs, apiKey);
    const seconds = retryAfter(first);
    if (seconds === null || seconds > longestWaitS) return read(first, needs, apiKey);
    await wait(seconds * 1000);
    return read(await send(path, init), needs, apiKey);
  }

  async function send(path: string, init: RequestInit): Promise<Answered> {
    const late = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(new URL(path, base ?? ALLO_API), {
        ...init,
        // The key goes to Allo and nowhere else.
        redirect: 'error',
        headers: { accept: 'application/json', authorization: `Api-Key ${apiKey}`, ...init.headers },
        signal: parts.signal === undefined ? late : AbortSignal.any([late, parts.signal]),
      });
      const json = jsonOf(await textWithin(response, MAX_ANSWER_BYTES));
      return { status: response.status, retryAfter: response.headers.get('retry-after'), json };
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      const why = isLate ? `no answer within ${timeoutMs / 1000} s` : 'no connection';
      throw new AlloApiError(null, `Allo's API cannot be reached (${why}): check this machine's network`);
    }
  }

  return {
    get: (path, needs) => ask(path, { method: 'GET' }, needs),
    post: (path, body, idempotencyKey, needs) =>
      ask(
        path,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
          body: JSON.stringify(body),
        },
        needs,
      ),
  };
}

/** Where Allo's API is: its own, or a stand-in on this machine. Null: anything else, where the key must not go. */
export function alloOrigin(url: string): string | null {
  if (url === '' || url === ALLO_API) return ALLO_API;
  const read = URL.canParse(url) ? new URL(url) : null;
  return read?.protocol === 'http:' && isThisMachine(read) ? read.origin : null;
}

/** Null: there is more than that, and the rest was not read. */
async function textWithin(response: Response, most: number): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Node's streams can be iterated over, which the DOM's types do not say.
  for await (const part of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    if (bytes > most) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function read(answered: Answered, needs: Needs, apiKey: string): unknown {
  const { status, json } = answered;
  if (status < 200 || status > 299) {
    const retryAfterS = retryAfter(answered);
    const message = explain(answered, retryAfterS, needs).replaceAll(apiKey, '…');
    throw new AlloApiError(status, message, {
      code: codeIn(answered),
      retryAfterS,
    });
  }
  if (json === undefined)
    throw new AlloApiError(
      status,
      `Allo's API answered ${status} with something that is no JSON, or too much`,
    );
  return json;
}

const LONGEST_WAIT_S = 7 * 24 * 3600;

/** Allo sends seconds; a date is as good by the standard (RFC 9110, 10.2.3). */
function retryAfter({ retryAfter: header }: Answered): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,6}$/.test(text)) return Number(text);
  const at = Date.parse(text);
  if (text === '' || Number.isNaN(at)) return null;
  return Math.min(LONGEST_WAIT_S, Math.max(0, Math.ceil((at - Date.now()) / 1000)));
}

function jsonOf(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

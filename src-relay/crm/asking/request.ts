import { CrmFailure, type CrmAnswer } from '../contract.ts';
import { readBody, type ReadBody } from './body.ts';

export interface GuardedRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | null;
  /** From now to the last byte. */
  readonly withinMs: number;
  /** For people: `HubSpot`. */
  readonly title: string;
  /** Nobody waits for it any more. */
  readonly givenUp?: AbortSignal;
}

export interface GuardedAnswer extends CrmAnswer {
  /** Why its body is not to be used; null: it is JSON, or there is none. */
  readonly unreadable: string | null;
}

/**
 * Sends one request, once, to this address and no other.
 * @throws CrmFailure `unreachable`, `too-late` or `unreadable`, with nothing in it of what was sent
 */
export async function send(request: GuardedRequest): Promise<GuardedAnswer> {
  const { method, url, headers, body, withinMs, title, givenUp } = request;
  const late = AbortSignal.timeout(Math.max(1, Math.ceil(withinMs)));
  const signal = givenUp === undefined ? late : AbortSignal.any([late, givenUp]);
  let response: Response;
  let read: ReadBody;
  try {
    // Whoever is led elsewhere would take the secret along.
    response = await fetch(url, { method, headers, body, redirect: 'error', signal });
    read = await readBody(response);
  } catch (error) {
    throw late.aborted ? tooLate(title, withinMs) : noAnswer(title, error);
  }
  return {
    status: response.status,
    json: read.kind === 'json' ? read.json : undefined,
    header: (name) => response.headers.get(name),
    unreadable: read.kind === 'unreadable' ? read.why : null,
  };
}

function tooLate(title: string, withinMs: number): CrmFailure {
  return new CrmFailure('too-late', `${title} gave no answer within ${(withinMs / 1000).toFixed(1)} s`);
}

function noAnswer(title: string, error: unknown): CrmFailure {
  if (isRedirect(error)) {
    return new CrmFailure('unreadable', `${title} wants to lead elsewhere, which is not followed`);
  }
  return new CrmFailure(
    'unreachable',
    `${title} cannot be reached (${codeIn(error) ?? 'no connection'}): check this machine's network, DNS and clock`,
  );
}

function isRedirect(error: unknown): boolean {
  return (
    error instanceof Error && error.cause instanceof Error && error.cause.message === 'unexpected redirect'
  );
}

/** The innermost name that system or TLS gives it: messages may repeat what was sent, names never do. */
function codeIn(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  const own = 'code' in error && typeof error.code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(error.code);
  return codeIn(first) ?? (own ? String(error.code) : null);
}

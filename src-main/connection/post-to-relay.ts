import { doorOf } from '../../src-shared/wire/relay-address.ts';

const ANSWER_WITHIN_MS = 10_000;
const MAX_ANSWER_CHARACTERS = 8192;

export interface RelayAnswer {
  /** Any of 2xx. */
  readonly ok: boolean;
  readonly status: number;
  /** Null: not JSON, or longer than anything that a relay says. */
  readonly json: unknown;
}

/**
 * POSTs to one of the relay's doors, such as `pair`. Promises: an answer within 10 s, and never a redirect followed.
 * @throws what fetch throws when there is no answer
 */
export async function postToRelay(
  relay: URL,
  door: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly body?: string },
): Promise<RelayAnswer> {
  const response = await fetch(doorOf(relay, door), {
    ...request,
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  return { ok: response.ok, status: response.status, json: readJson(await response.text()) };
}

function readJson(text: string): unknown {
  if (text.length > MAX_ANSWER_CHARACTERS) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

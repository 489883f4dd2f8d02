import * as v from 'valibot';
import type { PairProblem } from '../../src-shared/ipc/contract.ts';
import { doorOf } from '../connection/relay-address.ts';

const ANSWER_WITHIN_MS = 10_000;
const MAX_ANSWER_CHARACTERS = 8192;

const answerSchema = v.object({
  agent: v.pipe(v.string(), v.minLength(3), v.maxLength(256)),
  token: v.pipe(v.string(), v.minLength(16), v.maxLength(512), v.regex(/^[\x21-\x7e]+$/)),
});

export type Redeemed =
  | { readonly ok: true; readonly agent: string; readonly token: string }
  | { readonly ok: false; readonly problem: PairProblem };

/**
 * Trades a pairing code for a device token at `POST /pair`.
 * Promises: an answer within 10 s, never a redirect followed, never a throw.
 * @param device what the admin will see this computer as
 */
export async function redeem(
  relay: URL,
  code: string,
  device: string,
  fetchLike: typeof fetch = fetch,
): Promise<Redeemed> {
  try {
    const response = await fetchLike(doorOf(relay, 'pair'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, device }),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    if (!response.ok) return { ok: false, problem: problemOf(response.status) };
    return readAnswer(text);
  } catch {
    return { ok: false, problem: 'unreachable' };
  }
}

function readAnswer(text: string): Redeemed {
  if (text.length > MAX_ANSWER_CHARACTERS) return { ok: false, problem: 'refused' };
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), answerSchema), text);
  return read.success ? { ok: true, ...read.output } : { ok: false, problem: 'refused' };
}

/** A code that is unknown, used or too old looks the same from outside. */
function problemOf(status: number): PairProblem {
  if (status === 401 || status === 403 || status === 404 || status === 410) return 'expired';
  if (status === 429) return 'too-many';
  return status >= 500 ? 'unreachable' : 'refused';
}

import * as v from 'valibot';
import type { PairProblem } from '../../src-shared/ipc/contract.ts';
import { postToRelay } from '../connection/post-to-relay.ts';

const answerSchema = v.object({
  agent: v.pipe(v.string(), v.minLength(3), v.maxLength(256)),
  token: v.pipe(v.string(), v.minLength(16), v.maxLength(512), v.regex(/^[\x21-\x7e]+$/)),
});

export type Redeemed =
  | { readonly ok: true; readonly agent: string; readonly token: string }
  | { readonly ok: false; readonly problem: PairProblem };

/**
 * Trades a pairing code for a device token at `POST /pair`. Promises: an answer within 10 s, never a throw.
 * @param device what the admin will see this computer as
 */
export async function redeem(relay: URL, code: string, device: string): Promise<Redeemed> {
  try {
    const { ok, status, json } = await postToRelay(relay, 'pair', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, device }),
    });
    if (!ok) return { ok: false, problem: problemOf(status) };
    const read = v.safeParse(answerSchema, json);
    return read.success ? { ok: true, ...read.output } : { ok: false, problem: 'refused' };
  } catch {
    return { ok: false, problem: 'unreachable' };
  }
}

/** A code that is unknown, used or too old looks the same from outside. */
function problemOf(status: number): PairProblem {
  if (status === 401 || status === 403 || status === 404 || status === 410) return 'expired';
  if (status === 429) return 'too-many';
  return status >= 500 ? 'unreachable' : 'refused';
}

import * as v from 'valibot';
import type { TestCallProblem } from '../../src-shared/activity/activity.ts';
import type { WebhookId } from '../../src-shared/brand.ts';
import { postToRelay } from '../network/post-to-relay.ts';
import type { Reach } from '../network/reach.ts';

const ms = v.pipe(v.number(), v.minValue(0));
const acceptedSchema = v.object({
  webhookId: v.pipe(
    v.string(),
    v.maxLength(128),
    v.transform((id) => id as WebhookId),
  ),
  /** Counted from the request's arrival there. */
  stages: v.object({ verifiedMs: ms, committedMs: ms }),
});
const refusedSchema = v.object({ reason: v.optional(v.string()) });

export type Asked =
  | ({ readonly ok: true } & v.InferOutput<typeof acceptedSchema>)
  | { readonly ok: false; readonly problem: TestCallProblem };

/** Asks the relay for a test call. Promises: an answer within 15 s, never a throw. */
export async function askForTestCall(reach: Reach, relay: URL, token: string): Promise<Asked> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    const { ok, status, json } = await postToRelay(reach, relay, 'agent/test-call', { headers });
    const read = v.safeParse(acceptedSchema, json);
    if (ok && read.success) return { ok: true, ...read.output };
    return { ok: false, problem: problemOf(status, json) };
  } catch {
    return { ok: false, problem: 'offline' };
  }
}

function problemOf(status: number, json: unknown): TestCallProblem {
  if (status === 429) return 'too-many';
  if (status === 503) {
    const read = v.safeParse(refusedSchema, json);
    return read.success && read.output.reason === 'no-secret' ? 'no-secret' : 'not-ready';
  }
  // A relay from before test calls, or a proxy that does not let them through.
  if (status === 200 || status === 404 || status === 405 || status === 426) return 'unsupported';
  return status === 401 ? 'offline' : 'not-ready';
}

import * as v from 'valibot';
import { GROUP_REFUSALS, type GroupFailure } from '../../src-shared/managed/managed-view.ts';
import { failureOfError, failureOfRefusal } from '../network/failure.ts';
import { postToRelay } from '../network/post-to-relay.ts';
import { pairedSchema, type PairedAnswer, type Redeeming } from '../pairing/redeem.ts';

/** What a computer says of itself and its agent to be paired by its group's token. */
export interface GroupRequest {
  readonly token: string;
  readonly agent: string;
  /** This computer's own secret. */
  readonly computer: string;
}

export type GroupOutcome =
  | { readonly is: 'paired'; readonly paired: PairedAnswer }
  | { readonly is: 'waiting' }
  | { readonly is: 'failed'; readonly failure: GroupFailure };

const waitingSchema = v.object({ waiting: v.string() });
const reasonSchema = v.object({ reason: v.picklist(GROUP_REFUSALS) });
const anyReasonSchema = v.object({ reason: v.string() });
const errorSchema = v.object({ error: v.string() });

/** Trades a group's token for a device token at `POST /pair/group`. Promises: an answer within 15 s, never a throw. */
export async function joinGroup(
  relay: URL,
  request: GroupRequest,
  { reach, isOnline, device }: Redeeming,
): Promise<GroupOutcome> {
  try {
    const { ok, status, json } = await postToRelay(reach, relay, 'pair/group', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...request, device }),
    });
    if (status === 202 && v.is(waitingSchema, json)) return { is: 'waiting' };
    if (!ok) return { is: 'failed', failure: failureIn(status, json) };
    const read = v.safeParse(pairedSchema, json);
    // Whatever answers like that is not the relay.
    if (!read.success) return { is: 'failed', failure: { problem: 'unreachable', why: 'portal' } };
    return { is: 'paired', paired: read.output };
  } catch (error) {
    const { trouble: why } = failureOfError(error, isOnline());
    return { is: 'failed', failure: { problem: 'unreachable', why } };
  }
}

/** Only a relay gives a reason, in JSON; anything may answer in its place. */
function failureIn(status: number, json: unknown): GroupFailure {
  if (status >= 500 || status < 400 || status === 407)
    return {
      problem: 'unreachable',
      why: failureOfRefusal({ status, headers: {} }, () => false, 0).trouble,
    };
  if (v.is(reasonSchema, json)) return { problem: json.reason };
  if (!v.is(errorSchema, json)) return { problem: 'not-a-relay' };
  if (status === 429) return { problem: 'too-many' };
  // A newer relay has reasons that this version has no words for.
  const isRefused = status === 400 || status === 413 || v.is(anyReasonSchema, json);
  return { problem: isRefused ? 'refused' : 'not-a-relay' };
}

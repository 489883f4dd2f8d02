import type { Call, Claim } from '../../src-shared/calls/call.ts';
import { endOf, isMissedCall, isUnreached } from '../../src-shared/calls/phase.ts';
import { partyName } from '../../src-shared/card/names.ts';
import type { Digest } from '../../src-shared/ipc/pop.ts';

/** How many are named. */
const NAMED = 3;

export interface MissedCall {
  readonly call: Call;
  readonly claim: Claim | null;
}

/**
 * What a pile says to the agent `me`, at any time the same. Calls that this agent has handled or taken, and outgoing
 * ones, are nobody's news; those that a colleague has, or that ended in another way, are counted as others. One whose
 * end was not told counts as missed. Null: nothing was missed.
 */
export function digestOf(
  { since, messages }: Pick<Digest, 'since' | 'messages'>,
  calls: readonly MissedCall[],
  me: string | null,
): Digest | null {
  const sorted = calls.map((one) => ({ ...one, sort: sortOf(one, me) }));
  const count = (sort: Sort) => sorted.filter((one) => one.sort === sort).length;
  const [missed, voicemails, others] = [count('missed'), count('voicemail'), count('other')];
  if (missed + voicemails + messages === 0) return null;
  const newest = sorted
    .filter(({ sort }) => sort === 'missed' || sort === 'voicemail')
    .sort((a, b) => b.call.startedAt - a.call.startedAt)
    .flatMap(({ call }) => partyName(call) ?? []);
  const who = [...new Set(newest)].slice(0, NAMED);
  return { since, missed, voicemails, others, messages, who };
}

type Sort = 'missed' | 'voicemail' | 'other' | 'mine';

function sortOf({ call, claim }: MissedCall, me: string | null): Sort {
  if (call.direction === 'outbound') return 'mine';
  const end = endOf(call);
  const handler = claim?.agent ?? (isUnreached(end, call) ? null : call.handledBy);
  if (handler !== null) return handler === me ? 'mine' : 'other';
  if (end === 'voicemail') return 'voicemail';
  return isMissedCall(end, call) || (end === null && call.answeredAt === null) ? 'missed' : 'other';
}

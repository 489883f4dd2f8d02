import type { Call, Claim } from '../../src-shared/calls/call.ts';
import { phaseOf } from '../../src-shared/calls/phase.ts';
import { fullName } from '../../src-shared/crm/links.ts';
import { readableNumber } from '../../src-shared/format/phone.ts';
import type { Digest } from '../../src-shared/ipc/contract.ts';
import type { Pile } from './missed.ts';

/** How many are named. */
const NAMED = 3;

export interface DigestContext {
  readonly me: string | null;
  /** ms by this machine's clock. */
  readonly now: number;
  readonly ringWindowS: number;
}

export interface MissedCall {
  readonly call: Call;
  readonly claim: Claim | null;
}

/**
 * What a pile says to the agent. Calls that this agent has handled or taken, and outgoing ones, are nobody's news;
 * those that a colleague has, or that ended in another way, are counted as others. Null: nothing was missed.
 */
export function digestOf(
  pile: Pick<Pile, 'since' | 'messages'>,
  calls: readonly MissedCall[],
  context: DigestContext,
): Digest | null {
  const sorted = calls.map((one) => ({ ...one, sort: sortOf(one, context) }));
  const count = (sort: Sort) => sorted.filter((one) => one.sort === sort).length;
  const [missed, voicemails, others] = [count('missed'), count('voicemail'), count('other')];
  if (missed + voicemails + pile.messages === 0) return null;
  const newest = sorted
    .filter(({ sort }) => sort === 'missed' || sort === 'voicemail')
    .sort((a, b) => b.call.startedAt - a.call.startedAt)
    .flatMap(({ call }) => whoOf(call) ?? []);
  const who = [...new Set(newest)].slice(0, NAMED);
  return { since: pile.since, missed, voicemails, others, messages: pile.messages, who };
}

type Sort = 'missed' | 'voicemail' | 'other' | 'mine';

function sortOf({ call, claim }: MissedCall, { me, now, ringWindowS }: DigestContext): Sort {
  if (call.direction === 'outbound') return 'mine';
  const handler = claim?.agent ?? call.handledBy;
  if (handler !== null && handler === me) return 'mine';
  switch (phaseOf(call, now, ringWindowS)) {
    case 'voicemail':
      return 'voicemail';
    case 'missed':
    case 'quiet':
    case 'ringing':
    case 'dialling':
      return claim === null ? 'missed' : 'other';
    default:
      return 'other';
  }
}

function whoOf(call: Call): string | null {
  return fullName(call.person) ?? call.outsideName ?? readableNumber(call.number)?.display ?? null;
}

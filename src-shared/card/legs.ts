import type { Call, TransferEnd } from '../calls/call.ts';
import { firstSentence } from '../format/first-sentence.ts';
import { readableNumber } from '../format/phone.ts';
import { agentBehind, type Policy } from '../wire/policy.ts';
import type { Leg } from './model.ts';
import { agentName, transferName } from './names.ts';
import { isOwnLine } from './own-lines.ts';

/**
 * The other parts of a call that was transferred, in the order they began. A part that the call names and that nothing
 * has been told of here is among them, so that it can be said.
 * @param parts all that are known, this one among them, in order
 */
export function cardLegs(call: Call, parts: readonly Call[], me: string | null, policy: Policy): Leg[] {
  const at = parts.findIndex(({ key }) => key === call.key);
  const before = parts.slice(0, Math.max(0, at));
  const after = at < 0 ? [] : parts.slice(at + 1);
  const { transferFrom = null, transferTo = null, originalCallId = null, alloId } = call.ended ?? {};
  const isPartOfOther = transferFrom !== null || (originalCallId !== null && originalCallId !== alloId);
  const known = (part: Call, side: Leg['side'], end: TransferEnd | null): Leg => ({
    ...partyOf(part.handledBy ?? end?.email ?? null, end, me, policy),
    key: part.key,
    side,
    isOutside: false,
    durationS: part.ended?.durationS ?? null,
    summary: firstSentence(part.summary),
  });
  const unknown = (side: Leg['side'], end: TransferEnd | null): Leg => ({
    ...partyOf(end?.email ?? null, end, me, policy),
    key: null,
    side,
    isOutside: side === 'after' && isOutside(end, policy),
    durationS: null,
    summary: null,
  });
  return [
    ...before.map((part, n) => known(part, 'before', n === before.length - 1 ? transferFrom : null)),
    ...(before.length === 0 && isPartOfOther ? [unknown('before', transferFrom)] : []),
    ...after.map((part, n) => known(part, 'after', n === 0 ? transferTo : null)),
    ...(after.length === 0 && transferTo !== null ? [unknown('after', transferTo)] : []),
  ];
}

function partyOf(
  address: string | null,
  end: TransferEnd | null,
  me: string | null,
  policy: Policy,
): Pick<Leg, 'who' | 'mine' | 'number'> {
  const number = readableNumber(end?.number ?? null)?.display ?? null;
  const agent = address === null ? null : agentBehind(address, policy);
  if (agent !== null && agent === me) return { who: null, mine: true, number: null };
  const listed = agent === null ? null : agentName(agent, policy);
  // The admin's name, else the one that Allo gives with the transfer, else the address.
  const who = listed !== null && listed !== agent ? listed : (transferName(end, me, policy) ?? listed);
  return { who, mine: false, number: number === who || end?.number === who ? null : number };
}

/** Somebody's phone outside of the team: no part of the call comes back from there. */
function isOutside(end: TransferEnd | null, policy: Policy): boolean {
  if (end === null || end.email !== null || end.number === null) return false;
  return !isOwnLine(end.number, policy);
}

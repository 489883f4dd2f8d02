import { readNumber, sameNumber } from '../format/phone.ts';
import type { Call } from './call.ts';
import { MATCH_WINDOW_MS } from './matching.ts';

type Ends = Pick<Call, 'direction' | 'number' | 'line' | 'startedAt' | 'users'>;

/**
 * Whether a call that comes in is one that this agent dialled themselves, from one of the team's lines to another that they
 * answer too: to them it is no call. The relay leaves it out where it knows in time who dialled.
 */
export function isEchoOf(incoming: Ends, dialled: Ends, me: string | null): boolean {
  return (
    incoming.direction === 'inbound' &&
    dialled.direction === 'outbound' &&
    me !== null &&
    dialled.users.includes(me) &&
    Math.abs(incoming.startedAt - dialled.startedAt) <= MATCH_WINDOW_MS &&
    isSame(incoming.number, dialled.line) &&
    isSame(incoming.line, dialled.number)
  );
}

function isSame(one: string | null, other: string | null): boolean {
  const key = readNumber(one);
  return key.tail !== null && sameNumber(key, readNumber(other)) !== null;
}

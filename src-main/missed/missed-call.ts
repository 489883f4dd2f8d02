import type { CallKey } from '../../src-shared/brand.ts';
import type { Call, Claim, HeardEvent } from '../../src-shared/calls/call.ts';
import { endOf, factsOf, isMissedCall } from '../../src-shared/calls/phase.ts';
import { readNumber, sameNumber } from '../../src-shared/format/phone.ts';
import type { PlaceInOrder } from '../book/order.ts';

/** A call from longer before the last look is history, however late it is told. */
const LATE_AT_MOST_MS = 24 * 3_600_000;

/** What the rules look up, in the book mostly. */
export interface MissedFacts {
  readonly call: (key: CallKey) => Call | null;
  readonly claimOf: (key: CallKey) => Claim | null;
  readonly events: (key: CallKey) => readonly HeardEvent[];
  /** The calls with a number that began then or later. */
  readonly callsWith: (number: string | null, since: number) => readonly CallKey[];
  /** When the call was last heard of, ms by this machine's clock. */
  readonly lastHeard: (key: CallKey) => number;
  readonly isTest: (key: CallKey) => boolean;
  /** When the agent last looked at the calls, ms by this machine's clock; 0: never. */
  readonly lookedAt: () => number;
}

/** A call that nobody has answered, taken or dealt with, and whose end the agent has not looked at. */
export function isMissed(call: Call, facts: MissedFacts): boolean {
  return (
    isMissedCall(endOf(call), call) &&
    facts.claimOf(call.key) === null &&
    mayBeNews(call, facts) &&
    !facts.isTest(call.key) &&
    endsAfterLook(call, facts) &&
    !isDealtWith(call, facts)
  );
}

/** Whether there is anything of a call that the agent has not looked at, without reading it. */
export function mayBeNews({ key, startedAt }: PlaceInOrder, facts: MissedFacts): boolean {
  const lookedAt = facts.lookedAt();
  return lookedAt > 0 && startedAt > lookedAt - LATE_AT_MOST_MS && facts.lastHeard(key) > lookedAt;
}

/** Somebody has spoken with whoever is at the other end. */
export function isSpokenWith(call: Call): boolean {
  const end = endOf(call);
  if (call.answeredAt !== null) return true;
  return end !== null && factsOf(end).spoke !== 'no' && call.handledBy !== null;
}

/** Two calls with one number; a withheld one is nobody's. */
export function isSameParty(one: Call, other: Call): boolean {
  const number = readNumber(one.number);
  return number.tail !== null && sameNumber(number, readNumber(other.number)) !== null;
}

/** What is said of a call later, such as its summary or a tag, makes no news of it. */
function endsAfterLook({ key }: Call, { events, lookedAt }: MissedFacts): boolean {
  return events(key).every(({ event, heardAt }) => event.topic !== 'call.completed' || heardAt > lookedAt());
}

function isDealtWith(call: Call, { callsWith, call: read }: MissedFacts): boolean {
  return callsWith(call.number, call.startedAt).some((key) => {
    const later = read(key);
    return (
      later !== null && later.startedAt > call.startedAt && isSpokenWith(later) && isSameParty(later, call)
    );
  });
}

import type { CallKey } from '../../src-shared/brand.ts';
import type { Call, Claim, ReceivedEvent } from '../../src-shared/calls/call.ts';
import { MAX_RING_WINDOW_S, NEWS_COMES_WITHIN_MS } from '../../src-shared/calls/freshness.ts';
import { isEchoOf } from '../../src-shared/calls/internal.ts';
import { MATCH_WINDOW_MS } from '../../src-shared/calls/matching.ts';
import { cameTooLate, endOf, factsOf, isMissedCall, phaseOf } from '../../src-shared/calls/phase.ts';
import { isRing } from '../../src-shared/calls/sighting.ts';
import { readNumber, sameNumber } from '../../src-shared/format/phone.ts';
import { agentBehind } from '../../src-shared/wire/policy.ts';
import type { PlaceInOrder } from '../book/order.ts';
import type { AppState } from '../app-state/app-state.ts';

/** A call from longer before the last look is history, however late it is told. */
const LATE_AT_MOST_MS = 24 * 3_600_000;

/** However many phones rang one after the other. */
const MISSED_BY_THEN_MS = NEWS_COMES_WITHIN_MS + MAX_RING_WINDOW_S * 1000;

/** What the rules look up, in the book mostly. */
export interface MissedFacts {
  readonly call: (key: CallKey) => Call | null;
  readonly claimOf: (key: CallKey) => Claim | null;
  readonly events: (key: CallKey) => readonly ReceivedEvent[];
  /** The calls with a number that began then or later. */
  readonly callsWith: (number: string | null, since: number) => readonly CallKey[];
  /** When the call was last heard of, ms by this machine's clock. */
  readonly lastReceived: (key: CallKey) => number;
  readonly isTest: (key: CallKey) => boolean;
  readonly isHandedOn: (call: Call) => boolean;
  /** This agent's address, once a relay has said it. */
  readonly me: () => string | null;
  readonly ringWindowS: () => number;
  /** ms since 1970. */
  readonly now: () => number;
  /** When the agent last looked at the calls, ms by this machine's clock; 0: never. */
  readonly lookedAt: () => number;
}

/** A call that nobody has answered, taken or dealt with, and that the agent has not seen as missed. */
export function isMissed(call: Call, facts: MissedFacts): boolean {
  return (
    isMissedCall(phaseOf(call, facts.now(), facts.ringWindowS()), call) &&
    facts.claimOf(call.key) === null &&
    mayBeNews(call, facts) &&
    !facts.isTest(call.key) &&
    !facts.isHandedOn(call) &&
    !isOwnEcho(call, facts, facts.me()) &&
    knownMissed(call, facts).at > facts.lookedAt() &&
    !isDealtWith(call, facts)
  );
}

/** Whether there is anything of a call that the agent has not looked at, without reading it. */
export function mayBeNews({ key, startedAt }: PlaceInOrder, facts: MissedFacts): boolean {
  const lookedAt = facts.lookedAt();
  if (lookedAt <= 0 || startedAt <= lookedAt - LATE_AT_MOST_MS) return false;
  return facts.lastReceived(key) > lookedAt || startedAt + MISSED_BY_THEN_MS > lookedAt;
}

/** Since when a call is known to be missed. */
export interface KnownMissed {
  /** ms by this machine's clock; Infinity: it is not. */
  readonly at: number;
  /** Nobody has told so: in the time in which news comes there was none. */
  readonly byTime: boolean;
}

/** What is said of a missed call later, such as its end, its summary or a tag, makes no news of it. */
export function knownMissed(call: Call, facts: Pick<MissedFacts, 'events' | 'ringWindowS'>): KnownMissed {
  const events = facts.events(call.key);
  const firstReceived = (is: (topic: string) => boolean) =>
    Math.min(...events.filter(({ event }) => is(event.topic)).map(({ heardAt }) => heardAt));
  const completed = firstReceived((topic) => topic === 'call.completed');
  if (call.answeredAt !== null) return { at: completed, byTime: false };
  const rang = firstReceived(isRing);
  if (cameTooLate(call, facts.ringWindowS())) return { at: Math.min(completed, rang), byTime: false };
  const inVain = Math.max(rang, call.rangAt + NEWS_COMES_WITHIN_MS);
  return inVain < completed ? { at: inVain, byTime: true } : { at: completed, byTime: false };
}

/** Somebody has spoken with whoever is at the other end. */
export function isAnswered(call: Call): boolean {
  const end = endOf(call);
  if (call.answeredAt !== null) return true;
  return end !== null && factsOf(end).spoke !== 'no' && call.handledBy !== null;
}

/** The agent had the caller on the phone and handed the call on: what becomes of it then is on another's desk. */
export function isHandedOn({ ended }: Call, { me, policy }: Pick<AppState, 'me' | 'policy'>): boolean {
  const from = ended?.transferFrom?.email ?? null;
  return from !== null && me !== null && agentBehind(from, policy) === me;
}

/** The agent dialled it, and it came in at themselves. */
export function isOwnEcho(
  call: Call,
  { callsWith, call: read }: Pick<MissedFacts, 'callsWith' | 'call'>,
  me: string | null,
): boolean {
  return callsWith(call.line, call.startedAt - MATCH_WINDOW_MS).some((key) => {
    const dialled = read(key);
    return dialled !== null && isEchoOf(call, dialled, me);
  });
}

/** Two calls with one number; a withheld one is nobody's. */
export function isSameParty(one: Call, other: Call): boolean {
  const number = readNumber(one.number);
  return number.tail !== null && sameNumber(number, readNumber(other.number)) !== null;
}

function isDealtWith(call: Call, { callsWith, call: read }: MissedFacts): boolean {
  return callsWith(call.number, call.startedAt).some((key) => {
    const later = read(key);
    return (
      later !== null && later.startedAt > call.startedAt && isAnswered(later) && isSameParty(later, call)
    );
  });
}

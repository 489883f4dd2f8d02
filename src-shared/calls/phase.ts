import type { Call } from './call.ts';
import { isFresh, LONGEST_CALL_MS, NEWS_COMES_WITHIN_MS } from './freshness.ts';
import { outcomeOf } from './outcome.ts';
import type { Direction } from './sighting.ts';

/** What a phase says of a call, whoever asks. */
export interface PhaseFacts {
  /** It is not over, as far as is known. */
  readonly isOpen: boolean;
  /** A phone rings, here or at the other end. */
  readonly rings: boolean;
  /** Whether anybody spoke with whoever is at the other end. */
  readonly spoke: 'yes' | 'no' | 'notYet' | 'unknown';
  /** An inbound caller waits: for somebody to pick up, or to be called back. */
  readonly callerWaits: boolean;
  /** An inbound call counts as missed, whether there is a message or not. */
  readonly isMissed: boolean;
}

const OPEN = { isOpen: true, rings: false, spoke: 'notYet', callerWaits: false, isMissed: false } as const;
const SPOKEN = { ...OPEN, isOpen: false, spoke: 'yes' } as const;
const UNREACHED = { ...OPEN, isOpen: false, spoke: 'no' } as const;
const UNKNOWN = { ...OPEN, isOpen: false, spoke: 'unknown' } as const;

/**
 * Every phase, and all that follows from it. Allo has no "stopped ringing" event: without news a ring turns `quiet` when
 * its window ends, and later `missed`, or `unreported` when it was dialled. `over` has ended and its summary is still to
 * come; `noAnswer` is an outgoing call's; an inbound call that could not connect is `missed`, and `failed` only when
 * somebody had picked it up; `ended` carries a result that we do not know.
 */
const FACTS = {
  ringing: { ...OPEN, rings: true, callerWaits: true },
  dialling: { ...OPEN, rings: true },
  quiet: { ...OPEN, callerWaits: true },
  answered: { ...OPEN, spoke: 'yes' },
  over: SPOKEN,
  completed: SPOKEN,
  transferred: SPOKEN,
  missed: { ...UNREACHED, callerWaits: true, isMissed: true },
  voicemail: { ...UNREACHED, callerWaits: true, isMissed: true },
  failed: { ...UNREACHED, callerWaits: true },
  noAnswer: UNREACHED,
  blocked: UNREACHED,
  ended: UNKNOWN,
  unreported: UNKNOWN,
} as const satisfies Record<string, PhaseFacts>;

/** Where a call stands. */
export type Phase = keyof typeof FACTS;

export const PHASES = Object.keys(FACTS) as readonly Phase[];

export function factsOf(phase: Phase): PhaseFacts {
  return FACTS[phase];
}

type Directed = Pick<Call, 'direction'>;

/** A missed call, wherever such are counted, listed or told: nobody answered the caller, who may have left a message. */
export function isMissedCall(phase: Phase | null, { direction }: Directed): boolean {
  return phase !== null && direction === 'inbound' && factsOf(phase).isMissed;
}

/** A caller whom nobody spoke to: whoever Allo names with such a call has the number, and not the call. */
export function isUnreached(phase: Phase | null, { direction }: Directed): boolean {
  return phase !== null && direction === 'inbound' && factsOf(phase).spoke === 'no';
}

/** A caller who waits for somebody to pick up, or to be called back. */
export function doesCallerWait(phase: Phase, { direction }: Directed): boolean {
  return direction === 'inbound' && factsOf(phase).callerWaits;
}

/** The call's phase at `now`, ms by this machine's clock. */
export function phaseOf(call: Call, now: number, ringWindowS: number): Phase {
  const end = endOf(call);
  if (end !== null) return end;
  if (call.answeredAt !== null) return now - call.answeredAt < LONGEST_CALL_MS ? 'answered' : 'over';
  const isInbound = call.direction === 'inbound';
  const age = now - call.rangAt;
  if (isInbound && cameTooLate(call, ringWindowS)) return 'missed';
  if (age >= NEWS_COMES_WITHIN_MS) return isInbound ? 'missed' : 'unreported';
  if (!isFresh(age, ringWindowS)) return 'quiet';
  return isInbound ? 'ringing' : 'dialling';
}

/** When time alone next changes the call's phase, ms by this machine's clock; null: only news does. */
export function nextPhaseAt(call: Call, now: number, ringWindowS: number): number | null {
  if (call.ended !== null) return null;
  const next = momentsOf(call, ringWindowS).filter((at) => at > now);
  return next.length === 0 ? null : Math.min(...next);
}

function momentsOf(call: Call, ringWindowS: number): readonly number[] {
  const { answeredAt, rangAt, direction } = call;
  if (answeredAt !== null) return [answeredAt + LONGEST_CALL_MS];
  if (direction === 'inbound' && cameTooLate(call, ringWindowS)) return [];
  return [rangAt + ringWindowS * 1000 + 1, rangAt + NEWS_COMES_WITHIN_MS];
}

/** Its ring was told when no card could come any more. */
export function cameTooLate({ ringAgeMs }: Pick<Call, 'ringAgeMs'>, ringWindowS: number): boolean {
  return !isFresh(ringAgeMs ?? 0, ringWindowS);
}

/** How the call ended, whatever the clock says; null: that has not been told. */
export function endOf(call: Pick<Call, 'ended' | 'summary' | 'direction' | 'answeredAt'>): Phase | null {
  const { ended, summary, direction, answeredAt } = call;
  if (ended === null) return null;
  const known = { direction, wasAnswered: answeredAt !== null, hasSummary: summary !== null };
  return phaseOfResult(ended.result, known);
}

/** What is known of an ended call besides its result. */
export interface EndKnown {
  readonly direction: Direction;
  /** Somebody picked it up, as far as was told. */
  readonly wasAnswered: boolean;
  readonly hasSummary: boolean;
}

/** The phase of a call that ended with this result. */
export function phaseOfResult(result: string | null, known: EndKnown): Phase {
  const { direction, wasAnswered, hasSummary } = known;
  const outcome = result === null && wasAnswered ? 'spoke' : outcomeOf(result);
  switch (outcome) {
    case 'spoke':
      return hasSummary ? 'completed' : 'over';
    case 'noAnswer':
      return direction === 'inbound' ? 'missed' : 'noAnswer';
    case 'failed':
      return direction === 'inbound' && !wasAnswered ? 'missed' : 'failed';
    case 'voicemail':
    case 'transferred':
    case 'blocked':
      return outcome;
    case 'unknown':
      return 'ended';
  }
}

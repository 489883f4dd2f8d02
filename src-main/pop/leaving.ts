import type { Call, Claim } from '../../src-shared/calls/call.ts';
import { QUIET_LINGER_MS } from '../../src-shared/calls/freshness.ts';
import { phaseOf } from '../../src-shared/calls/phase.ts';
import type { Mood, OnScreen, ScreenContext } from './on-screen.ts';

/** How long a card in each mood lingers; null: until it is closed. */
const LINGER_MS: Readonly<Record<Mood, number | null>> = {
  stays: null,
  quiet: QUIET_LINGER_MS,
  /** A colleague answered it. */
  colleague: 5_000,
  /** A colleague said "I'm on it". */
  claimedAway: 3_000,
  /** Missed, voicemail, blocked, failed, or over without anybody named. */
  unanswered: 30_000,
  /** This agent's, told long after its end. */
  toldLate: 30_000,
};

/** A call of this agent's stays; one that a colleague has, that nobody took, or that went quiet, leaves by itself. */
export function moodOf(
  card: Pick<OnScreen, 'call' | 'claim' | 'kept' | 'late'>,
  context: ScreenContext,
): Mood {
  const { call, claim, kept, late } = card;
  if (kept) return 'stays';
  if (late) return 'toldLate';
  if (isMine(claim, context)) return 'stays';
  const phase = phaseOf(call, context.now, context.ringWindowS);
  switch (phase) {
    case 'ringing':
    case 'dialling':
      return claim === null ? 'stays' : 'claimedAway';
    case 'quiet':
      return claim === null ? 'quiet' : 'claimedAway';
    case 'answered':
      return handler(call, context) === 'colleague' ? 'colleague' : 'stays';
    case 'missed':
    case 'noAnswer':
    case 'unreported':
    case 'voicemail':
    case 'blocked':
    case 'failed':
      return 'unanswered';
    case 'over':
    case 'completed':
    case 'transferred':
    case 'ended':
      return { me: 'stays', colleague: 'colleague', nobody: 'unanswered' }[handler(call, context)] as Mood;
  }
}

/** When the card leaves by itself; null: only when it is closed. */
export function leavesAt(card: OnScreen): number | null {
  const linger = LINGER_MS[card.mood];
  return linger === null || card.pinned || card.touched ? null : card.since + linger;
}

function isMine(claim: Claim | null, { me }: ScreenContext): boolean {
  return claim !== null && claim.agent === me;
}

function handler({ handledBy }: Call, { me }: ScreenContext): 'me' | 'colleague' | 'nobody' {
  if (handledBy === null) return 'nobody';
  return handledBy === me ? 'me' : 'colleague';
}

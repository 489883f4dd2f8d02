import type { Call } from './call.ts';
import { isFresh } from './freshness.ts';

/**
 * Where a call stands. Allo has no "stopped ringing" event: without news a ring turns `quiet` when its window
 * ends. `over` has ended and its summary is still to come; `ended` carries a result that we do not know.
 */
export type Phase =
  | 'ringing'
  | 'dialling'
  | 'quiet'
  | 'answered'
  | 'over'
  | 'completed'
  | 'missed'
  | 'voicemail'
  | 'blocked'
  | 'failed'
  | 'transferred'
  | 'ended';

/** A caller whom nobody spoke to: whoever Allo names with such a call has the number, and not the call. */
export function isUnreached(phase: Phase, { direction }: Pick<Call, 'direction'>): boolean {
  return direction === 'inbound' && (phase === 'missed' || phase === 'voicemail' || phase === 'blocked');
}

/** The call's phase at `now`, ms by this machine's clock. */
export function phaseOf(call: Call, now: number, ringWindowS: number): Phase {
  if (call.ended !== null) return phaseOfResult(call.ended.result, call.summary !== null);
  if (call.answeredAt !== null) return 'answered';
  if (!isFresh(now - call.startedAt, ringWindowS)) return 'quiet';
  return call.direction === 'inbound' ? 'ringing' : 'dialling';
}

/** Results are an open set, and documents and practice differ about its members: read by their words. */
export function phaseOfResult(result: string | null, hasSummary: boolean): Phase {
  const word = result?.toUpperCase() ?? '';
  if (word === 'ANSWERED' || word === 'RECEIVED' || word === 'CLOSED')
    return hasSummary ? 'completed' : 'over';
  if (word === 'VOICEMAIL') return 'voicemail';
  if (word.startsWith('TRANSFERRED')) return 'transferred';
  if (word === 'BLOCKED') return 'blocked';
  if (word.startsWith('FAILED')) return 'failed';
  if (/MISSED|NO_?ANSWER|UNANSWERED|NOT_ANSWERED|RING_TIMEOUT/.test(word)) return 'missed';
  return 'ended';
}

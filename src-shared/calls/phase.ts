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

/** A missed call, wherever such are counted, listed or told: nobody answered the caller, who may have left a message. */
export function isUnanswered(phase: Phase | null, { direction }: Pick<Call, 'direction'>): boolean {
  return direction === 'inbound' && (phase === 'missed' || phase === 'voicemail');
}

/** A caller whom nobody spoke to: whoever Allo names with such a call has the number, and not the call. */
export function isUnreached(phase: Phase | null, call: Pick<Call, 'direction'>): boolean {
  return isUnanswered(phase, call) || (call.direction === 'inbound' && phase === 'blocked');
}

/** The call's phase at `now`, ms by this machine's clock. */
export function phaseOf(call: Call, now: number, ringWindowS: number): Phase {
  const end = endOf(call);
  if (end !== null) return end;
  if (call.answeredAt !== null) return 'answered';
  if (!isFresh(now - call.startedAt, ringWindowS)) return 'quiet';
  return call.direction === 'inbound' ? 'ringing' : 'dialling';
}

/** How the call ended, whatever the clock says; null: that has not been told. */
export function endOf({ ended, summary }: Pick<Call, 'ended' | 'summary'>): Phase | null {
  return ended === null ? null : phaseOfResult(ended.result, summary !== null);
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

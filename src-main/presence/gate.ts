import type { Verdict } from '../../src-shared/activity/activity.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import { quietAt } from './kept-away.ts';
import { isMuted } from './muted-lines.ts';
import { nextQuietLook } from './quiet-hours.ts';

/** What keeps a card away. */
export type Shut = Extract<
  Verdict['kind'],
  'line-muted' | 'outbound-off' | 'snoozed' | 'quiet-hours' | 'away'
>;

/** The agent's choices that keep cards away. */
export type Gates = Pick<
  Preferences,
  'mutedLines' | 'outboundCards' | 'snoozedUntil' | 'quietHours' | 'quietHoursOffUntil'
>;

export interface GateContext {
  /** ms by this machine's clock. */
  readonly now: number;
  readonly gates: Gates;
  /** The screen is locked or the computer asleep. */
  readonly away: boolean;
}

/** What keeps a card of this call away; null: nothing. Lasting choices are named before passing ones. */
export function shutFor(call: Pick<Call, 'line' | 'direction'>, context: GateContext): Shut | null {
  const { mutedLines, outboundCards } = context.gates;
  if (isMuted(call.line, mutedLines)) return 'line-muted';
  if (call.direction === 'outbound' && !outboundCards) return 'outbound-off';
  return restNow(context);
}

/** Why no card comes at this moment, whatever the call; null: cards come. */
export function restNow({ now, gates, away }: GateContext): 'snoozed' | 'quiet-hours' | 'away' | null {
  return quietAt(gates, now) ?? (away ? 'away' : null);
}

/** When snooze or quiet hours end, or should be looked at again, ms since 1970; null: cards come. */
export function nextRestLook(context: GateContext): number | null {
  const { gates } = context;
  switch (restNow(context)) {
    case 'snoozed':
      return gates.snoozedUntil;
    case 'quiet-hours':
      return nextQuietLook(gates.quietHours, context.now);
    case 'away':
    case null:
      return null;
  }
}

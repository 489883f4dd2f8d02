import type { Verdict } from '../../src-shared/activity/activity.ts';
import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { Call, ReceivedEvent } from '../../src-shared/calls/call.ts';
import { isFresh, MAX_RING_WINDOW_S } from '../../src-shared/calls/freshness.ts';
import { phaseOf } from '../../src-shared/calls/phase.ts';
import { isEchoOf } from '../../src-shared/calls/internal.ts';
import { isRing } from '../../src-shared/calls/sighting.ts';
import { agentsOfLine } from '../../src-shared/card/own-lines.ts';
import { shutFor } from '../presence/gate.ts';
import { moodOf } from './leaving.ts';
import type { OnScreen, ScreenContext } from './on-screen.ts';
import type { RecentKeys } from './recent-keys.ts';

/** A completion that comes later than this brings a card back only quietly. */
export const COME_BACK_WITHIN_MS = 10 * 60_000;
/** Later than this it is history. On a bad day Allo's come 11 to 43 minutes late. */
export const TELL_LATE_WITHIN_MS = 60 * 60_000;

/** As much of an event as a verdict needs: a replay holds thousands until it is over. */
export interface News extends Pick<ReceivedEvent, 'webhookId' | 'ageMs'> {
  readonly event: Pick<ReceivedEvent['event'], 'topic'>;
}

/** What a verdict depends on besides the event and the moment. */
export interface Seen {
  readonly cards: readonly OnScreen[];
  /** Calls that have rung here: a second ring of theirs is an update. */
  readonly popped: RecentKeys<CallKey>;
  /** Rings that brought a card, so that none does again when its call gets another key. */
  readonly poppedRings: RecentKeys<WebhookId>;
  readonly dismissed: RecentKeys<CallKey>;
  /** Calls whose end was told late: another word of the same end is no news. */
  readonly toldLate: RecentKeys<CallKey>;
}

/**
 * What becomes of an event that was not known before, and why. Pure. A ring pops when it is fresh, its call still
 * rings and nothing keeps cards away. A completion brings the card of a call that this agent handled back, also when
 * its ring came too late to pop, unless it is only being replayed; one that comes late does so quietly. An outgoing call
 * pops for whoever dialled it. Everything else changes cards that are there.
 */
export function judge(seen: Seen, received: News, call: Call, context: ScreenContext): Verdict {
  if (seen.cards.some((card) => card.call.key === call.key)) return { kind: 'updated' };
  if (seen.dismissed.has(call.key)) return { kind: 'dismissed' };
  const { topic } = received.event;
  const isHeldBack = call.startedAt < (context.heldBefore ?? 0);
  if (isHeldBack && (isRing(topic) || topic === 'call.completed')) return { kind: 'held-back' };
  if (isRing(topic)) return judgeRing(seen, received, call, context);
  if (!comesBack(received, call, context)) return { kind: 'filed' };
  const late = latenessOf(received, call, context);
  const isLate = late > COME_BACK_WITHIN_MS;
  if (late > TELL_LATE_WITHIN_MS || !(context.live || (seen.popped.has(call.key) && !isLate)))
    return { kind: 'filed' };
  const shut = shutFor(call, { ...context, away: false });
  if (shut !== null) return { kind: shut };
  if (isLate && seen.toldLate.has(call.key)) return { kind: 'filed' };
  return isLate ? { kind: 'told-late', byS: Math.round(late / 1000) } : { kind: 'updated' };
}

function judgeRing(seen: Seen, received: News, call: Call, context: ScreenContext): Verdict {
  if (seen.cards.some((card) => isEchoOf(call, card.call, context.me))) return { kind: 'filed' };
  if (isDialledByAnother(call, context)) return { kind: 'colleague-dialled' };
  if (seen.popped.has(call.key) || seen.poppedRings.has(received.webhookId)) return { kind: 'overtaken' };
  if (!isFresh(received.ageMs, context.ringWindowS))
    return { kind: 'late', byS: Math.round(received.ageMs / 1000) };
  const phase = phaseOf(call, context.now, context.ringWindowS);
  if (phase !== 'ringing' && phase !== 'dialling') return { kind: 'overtaken' };
  return { kind: shutFor(call, context) ?? 'popped' };
}

/** A colleague's outgoing call. Without a word of who dialled, it may have been anybody on a line that several answer. */
export function isDialledByAnother(
  { direction, users, line }: Call,
  { me, ownLines = [] }: ScreenContext,
): boolean {
  if (direction !== 'outbound' || me === null || users.includes(me)) return false;
  return users.length > 0 || (agentsOfLine(line, { ownLines })?.length ?? 0) > 1;
}

/** Whether a replayed event can bring a card at all. */
export function canBringCard({ event: { topic }, ageMs }: News): boolean {
  if (isRing(topic)) return isFresh(ageMs, MAX_RING_WINDOW_S);
  return topic === 'call.completed' && ageMs <= COME_BACK_WITHIN_MS;
}

/** This agent handled it, and it is over. */
function comesBack({ event }: News, call: Call, context: ScreenContext): boolean {
  return (
    event.topic === 'call.completed' &&
    context.me !== null &&
    call.handledBy === context.me &&
    moodOf({ call, claim: null, kept: false, late: false }, context) === 'stays'
  );
}

/** How long after the end of its call a completion comes, in ms: Allo may stamp it when it sends it. */
function latenessOf({ ageMs }: News, { ended, startedAt }: Call, { now }: ScreenContext): number {
  const durationS = ended?.durationS ?? null;
  return durationS === null ? ageMs : Math.max(ageMs, now - startedAt - durationS * 1000);
}

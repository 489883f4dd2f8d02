import type { Call, Claim } from '../src-shared/calls/call.ts';
import { cardOf } from '../src-shared/card/card.ts';
import type { CardModel } from '../src-shared/card/model.ts';
import { calendarDay } from '../src-shared/format/calendar-date.ts';
import type { Standing } from './standing.ts';

/** The card of a call as it stands at `now`, ms by this machine's clock. */
export function cardView(
  call: Call,
  card: { readonly claim: Claim | null; readonly pinned: boolean },
  { policy, me }: Standing,
  now: number,
): CardModel {
  return cardOf(call, { policy, me, now, today: calendarDay(now), claim: card.claim, pinned: card.pinned });
}

import type { Call, Claim } from '../src-shared/calls/call.ts';
import { cardOf } from '../src-shared/card/card.ts';
import type { CardModel } from '../src-shared/card/model.ts';
import type { CalendarDate } from '../src-shared/crm/deals.ts';
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

/** The agent's own calendar date. */
export function calendarDay(now: number): CalendarDate {
  const day = new Date(now);
  return `${day.getFullYear()}-${twoDigits(day.getMonth() + 1)}-${twoDigits(day.getDate())}`;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0');
}

import type { Call } from '../calls/call.ts';
import { doesCallerWait, phaseOf } from '../calls/phase.ts';
import { calendarDay } from '../format/calendar-date.ts';
import { readNumber, sameNumber } from '../format/phone.ts';
import type { CardModel } from './model.ts';

/**
 * How often the caller has tried today without reaching anybody, this call included; null when this is the first
 * time, somebody answered since, or the number is withheld.
 * @param others calls to look through, in any order; `now` in ms by this machine's clock
 */
export function repeatsOf(
  call: Call,
  others: Iterable<Call>,
  now: number,
  ringWindowS: number,
): CardModel['repeats'] {
  const number = readNumber(call.number);
  const tries = (one: Call) => doesCallerWait(phaseOf(one, now, ringWindowS), one);
  if (number.tail === null || !tries(call)) return null;
  const today = calendarDay(call.startedAt);
  const earlier = [...others]
    .filter(
      (one) =>
        one.key !== call.key &&
        one.startedAt <= call.startedAt &&
        calendarDay(one.startedAt) === today &&
        sameNumber(number, readNumber(one.number)) !== null,
    )
    .sort((a, b) => b.startedAt - a.startedAt);
  const reached = earlier.findIndex((one) => !tries(one));
  const unanswered = reached === -1 ? earlier : earlier.slice(0, reached);
  const first = unanswered.at(-1);
  return first === undefined ? null : { count: unanswered.length + 1, firstAt: first.startedAt };
}

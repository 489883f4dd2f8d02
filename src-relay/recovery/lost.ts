import type { CallKey } from '../../src-shared/brand.ts';
import { isListed, type Directory } from '../../src-shared/calls/routing.ts';
import type { Sighting } from '../../src-shared/calls/sighting.ts';
import { sameNumber } from '../../src-shared/format/phone.ts';
import { MATCH_WINDOW_MS } from '../../src-shared/calls/matching.ts';

/** A call whose end nobody has told. */
export interface LostCall {
  readonly call: CallKey;
  /** What its events say of it; at least one. */
  readonly sightings: readonly Sighting[];
}

/** An event of a call, as far as it tells whether the call's end was lost. */
export interface CallTrace {
  readonly topic: string;
  readonly isTest: boolean;
}

/** Whether a call is to be looked up: it rang or was dialled, no end of it is known, and it was no test. */
export function lacksEnd(events: readonly CallTrace[]): boolean {
  return (
    events.length > 0 &&
    events.every(({ topic, isTest }) => topic.startsWith('call.') && topic !== 'call.completed' && !isTest)
  );
}

/**
 * Whether what is missing is the other end's view of a call between two of the team's lines whose end is known: Allo tells
 * of such a call twice, and may complete it once.
 * @param others what is seen of calls that have their completion
 */
export function isOtherEndOf(
  sightings: readonly Sighting[],
  others: readonly Sighting[],
  directory: Pick<Directory, 'lines'>,
): boolean {
  return sightings.some(
    (one) =>
      isListed(one.from.e164, directory) &&
      isListed(one.to.e164, directory) &&
      others.some(
        (other) =>
          other.direction !== null &&
          other.direction !== one.direction &&
          Math.abs(other.startedAt - one.startedAt) <= MATCH_WINDOW_MS &&
          sameNumber(other.from, one.from) !== null &&
          sameNumber(other.to, one.to) !== null,
      ),
  );
}

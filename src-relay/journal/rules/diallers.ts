import type { AlloEvent } from '../../../src-shared/allo/events.ts';
import { MATCH_WINDOW_MS } from '../../../src-shared/calls/matching.ts';
import { isListed, type Directory } from '../../../src-shared/calls/routing.ts';
import { isCallEvent, sightingOf } from '../../../src-shared/calls/sighting.ts';
import { sameNumber } from '../../../src-shared/format/phone.ts';
import type { Surroundings } from './reads.ts';

/**
 * Who dialled what comes in from a line of the team's own, as Allo spells them: it tells of such a call once as going out
 * and once as coming in. Nobody for every other event.
 */
export function diallersOf(
  event: AlloEvent,
  directory: Directory,
  { goingTo }: Pick<Surroundings, 'goingTo'>,
): string[] {
  if (!isCallEvent(event) || !isListed(event.data.from_number, directory)) return [];
  const own = sightingOf('', event);
  if (own.direction !== 'inbound' || own.to.tail === null) return [];
  const [from, to] = [own.startedAt - MATCH_WINDOW_MS, own.startedAt + MATCH_WINDOW_MS];
  return goingTo({ tail: own.to.tail, from, to }).flatMap((other) => {
    const isSame = sameNumber(other.from, own.from) !== null && sameNumber(other.to, own.to) !== null;
    return other.direction === 'outbound' && isSame ? (other.user ?? []) : [];
  });
}

import type { DatabaseSync } from 'node:sqlite';
import type { AlloEvent } from '../../src-shared/allo/events.ts';
import { MATCH_WINDOW_MS } from '../../src-shared/calls/matching.ts';
import { isListed, type Directory } from '../../src-shared/calls/routing.ts';
import { isCallEvent, sightingOf, type Sighting } from '../../src-shared/calls/sighting.ts';
import { sameNumber } from '../../src-shared/format/phone.ts';
import { query } from '../sqlite/database.ts';

/**
 * Finds who dialled what comes in from a line of the team's own: Allo tells of such a call once as going out and once as
 * coming in. Nobody for every other event.
 */
export function diallersReader(db: DatabaseSync): (event: AlloEvent, directory: Directory) => string[] {
  const goingTo = query<{ body: string }>(
    db,
    'SELECT body FROM sighting WHERE to_tail = ?1 AND started_at BETWEEN ?2 AND ?3',
  );
  return (event, directory) => {
    if (!isCallEvent(event) || !isListed(event.data.from_number, directory)) return [];
    const own = sightingOf('', event);
    if (own.direction !== 'inbound' || own.to.tail === null) return [];
    const [from, to] = [own.startedAt - MATCH_WINDOW_MS, own.startedAt + MATCH_WINDOW_MS];
    return goingTo.all(own.to.tail, from, to).flatMap(({ body }) => {
      const other = JSON.parse(body) as Sighting;
      const isSame = sameNumber(other.from, own.from) !== null && sameNumber(other.to, own.to) !== null;
      return other.direction === 'outbound' && isSame ? (other.user ?? []) : [];
    });
  };
}

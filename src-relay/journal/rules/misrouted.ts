import type { AlloEvent } from '../../../src-shared/allo/events.ts';
import { namedOwners, ownersOf, type Directory } from '../../../src-shared/calls/routing.ts';

/**
 * Whether an event that reached no agent should have: it names a user or a number of the team's, and no one expected.
 * @param withoutRingside users of Allo who are not meant to be told
 */
export function isMisrouted(
  event: AlloEvent,
  directory: Directory,
  withoutRingside: readonly string[],
): boolean {
  if (ownersOf(event, directory).length > 0) return false;
  const { users, lines } = namedOwners(event);
  if (users.length === 0) return lines.length > 0;
  return users.some((user) => !withoutRingside.includes(user.trim().toLowerCase()));
}

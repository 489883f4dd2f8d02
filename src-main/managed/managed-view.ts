import type { GroupStep, ManagedView } from '../../src-shared/managed/managed-view.ts';
import type { ManagedReading } from './managed-policy.ts';
import { managedPlace } from './read-managed.ts';

/** What of it a window may know; null: nobody manages this computer. */
export function managedView(
  { isManaged, policy, problems }: ManagedReading,
  step: GroupStep | null,
  place = managedPlace(),
): ManagedView | null {
  if (!isManaged && problems.length === 0) return null;
  const { relay, pairing, locked, lockedAsTheyAre, updates } = policy;
  return {
    relay: relay?.host ?? null,
    pairing: pairing.by,
    hasLocks: Object.keys(locked).length + lockedAsTheyAre.length > 0,
    updates,
    place,
    problems,
    step,
  };
}

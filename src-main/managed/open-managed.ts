import type { GivenPairing } from '../pairing/given-pairing.ts';
import { createManagedStore, type ManagedStore } from './managed-store.ts';
import { givenUnder } from './precedence.ts';
import { readManaged } from './read-managed.ts';

/** Reads what is decided for this computer, and what it leaves of the pairing in the environment. */
export function openManaged(byEnvironment: GivenPairing): {
  readonly managed: ManagedStore;
  readonly given: GivenPairing;
} {
  const first = readManaged();
  const { given, isRefused } = givenUnder(first.policy, byEnvironment);
  const read = (): ReturnType<typeof readManaged> => {
    const now = readManaged();
    return isRefused ? { ...now, problems: [...now.problems, { kind: 'environment' }] } : now;
  };
  const problems = isRefused ? [...first.problems, { kind: 'environment' } as const] : first.problems;
  return { managed: createManagedStore({ ...first, problems }, read), given };
}

import * as v from 'valibot';
import type { PolicyProblem } from '../../src-shared/managed/managed-view.ts';
import { readLeniently } from '../../src-shared/lenient.ts';
import {
  DEFAULT_PREFERENCES,
  somePreferencesSchema,
  type PreferenceName,
} from '../../src-shared/preferences/preferences.ts';
import {
  notTaken,
  UNMANAGED,
  type ManagedPairing,
  type ManagedPolicy,
  type ManagedReading,
} from './managed-policy.ts';
import { managedSchema } from './policy-schema.ts';

const { relay, pairing, updates } = managedSchema.entries;
const PAIRING_NAMES = new Set(pairing.wrapped.pipe[0].options.flatMap(({ entries }) => Object.keys(entries)));

/**
 * Reads what an administrator wrote, out of whatever it was kept in. A value that cannot be read costs only itself, but for
 * what restricts, which fails closed: see the table in docs/rollout.md.
 */
export function readPolicyValues(values: unknown): ManagedReading {
  if (!isObject(values)) return notTaken({ kind: 'not-readable' });
  const problems: PolicyProblem[] = unknownNames(values);
  const only = readRelay(values['relay'], problems);
  const how = readPairing(values['pairing'], problems);
  const needsRelay = how.by === 'device' || how.by === 'group';
  if (needsRelay && only === null) problems.push({ kind: 'no-relay' });
  const policy: ManagedPolicy = {
    relay: only === 'unreadable' ? null : only,
    pairing: only === 'unreadable' || (needsRelay && only === null) ? { by: 'nothing' } : how,
    ...readLocks(values['locked'], problems),
    updates: readUpdates(values['updates'], problems),
  };
  return { isManaged: true, policy, problems };
}

function readRelay(value: unknown, problems: PolicyProblem[]): URL | null | 'unreadable' {
  const read = v.safeParse(relay, value);
  if (!read.success) {
    problems.push({ kind: 'value', name: 'relay' });
    return 'unreadable';
  }
  return read.output === undefined ? null : new URL(read.output);
}

function readPairing(value: unknown, problems: PolicyProblem[]): ManagedPairing {
  const read = v.safeParse(pairing, value);
  if (!read.success) {
    problems.push({
      kind: 'value',
      name: v.getDotPath(read.issues[0]) ? `pairing.${v.getDotPath(read.issues[0])}` : 'pairing',
    });
    return { by: 'nothing' };
  }
  const how = read.output;
  if (how === undefined) return UNMANAGED.pairing;
  return how.by === 'group' ? { ...how, agent: how.agent ?? null } : how;
}

function readLocks(
  value: unknown,
  problems: PolicyProblem[],
): Pick<ManagedPolicy, 'locked' | 'lockedAsTheyAre'> {
  if (value === undefined) return { locked: {}, lockedAsTheyAre: [] };
  const read = isObject(value) ? readLeniently(somePreferencesSchema, value) : null;
  if (read === null) {
    problems.push({ kind: 'value', name: 'locked' });
    return { locked: {}, lockedAsTheyAre: [] };
  }
  const unread = new Set(read.unread.map((field) => field.replace(/[.[].*$/s, '')).filter(isPreference));
  for (const name of unread) problems.push({ kind: 'value', name: `locked.${name}` });
  // A list of which some could be read is not the one that the admin wrote.
  const locked = Object.fromEntries(
    Object.entries(read.value).filter(
      ([name, choice]) => choice !== undefined && !unread.has(name as PreferenceName),
    ),
  );
  return { locked, lockedAsTheyAre: [...unread] };
}

function readUpdates(value: unknown, problems: PolicyProblem[]): boolean {
  const read = v.safeParse(updates, value);
  if (read.success) return read.output;
  problems.push({ kind: 'value', name: 'updates' });
  return false;
}

/** A slip of the pen is said; another version may know the name. */
function unknownNames(values: Readonly<Record<string, unknown>>): PolicyProblem[] {
  const within = (part: 'pairing' | 'locked', isKnown: (name: string) => boolean): string[] => {
    const own = values[part];
    const unknown = isObject(own) ? Object.keys(own).filter((name) => !isKnown(name)) : [];
    return unknown.map((name) => `${part}.${name}`);
  };
  const top = Object.keys(values).filter((name) => !Object.hasOwn(managedSchema.entries, name));
  return [...top, ...within('pairing', (name) => PAIRING_NAMES.has(name)), ...within('locked', isPreference)]
    .slice(0, 20)
    .map((name) => ({ kind: 'unknown', name: name.replaceAll(/[^\w.$-]/g, '?').slice(0, 60) }));
}

function isPreference(name: string): name is PreferenceName {
  return Object.hasOwn(DEFAULT_PREFERENCES, name);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

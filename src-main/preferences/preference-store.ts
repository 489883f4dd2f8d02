import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import {
  DEFAULT_PREFERENCES,
  preferencesFrom,
  somePreferencesSchema,
  type AppPolicy,
  type PreferenceName,
  type Preferences,
  type SomePreferences,
} from '../../src-shared/preferences/preferences.ts';
import { writeAtomically } from '../disk/write-atomically.ts';
import { codeOf, type Log } from '../log.ts';

/** The agent's choices on this computer, under the admin's. */
export interface PreferenceStore {
  get(): Preferences;
  /** What the admin has fixed: no change of it is taken. */
  fixed(): readonly PreferenceName[];
  /** Takes the agent's choices; they hold at once and are written after. */
  set(change: SomePreferences): void;
  /** The admin's word changed. */
  adminSays(policy: AppPolicy): void;
  /** @returns the unsubscribe */
  onChange(listener: (now: Preferences, before: Preferences) => void): () => void;
  /** Resolves when the last choice is on disk, or when the disk has failed. */
  settled(): Promise<void>;
}

/** Opens the choices kept in `path`; an unreadable file means none, choice by choice. */
export async function openPreferences(path: string, log: Log): Promise<PreferenceStore> {
  let own = await readOwn(path, log);
  let admin: AppPolicy = { fixed: {}, defaults: {} };
  let now = preferencesFrom(own, admin);
  let writing: Promise<void> = Promise.resolve();
  const listeners = new Set<(now: Preferences, before: Preferences) => void>();

  function renew(): void {
    const before = now;
    now = preferencesFrom(own, admin);
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    for (const listener of listeners) listener(now, before);
  }

  function fixed(): PreferenceName[] {
    return (Object.keys(DEFAULT_PREFERENCES) as PreferenceName[]).filter(
      (name) => admin.fixed[name] !== undefined,
    );
  }

  return {
    get: () => now,
    fixed,
    set(change) {
      const locked = new Set<string>(fixed());
      const taken = Object.entries(change).filter(
        ([name, choice]) => choice !== undefined && !locked.has(name),
      );
      own = { ...own, ...Object.fromEntries(taken) };
      const text = JSON.stringify(own);
      writing = writing
        .then(async () => void (await writeAtomically(path, [`${text}\n`])))
        .catch((error: unknown) => log.error('the preferences could not be kept', { code: codeOf(error) }));
      renew();
    },
    adminSays(policy) {
      admin = policy;
      renew();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: () => writing,
  };
}

async function readOwn(path: string, log: Log): Promise<SomePreferences> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') log.warn('the preferences cannot be read', { code: codeOf(error) });
    return {};
  }
  if (typeof json !== 'object' || json === null) return {};
  const read = Object.entries(json).flatMap(([name, choice]) => {
    const one = v.safeParse(somePreferencesSchema, { [name]: choice });
    return one.success ? Object.entries(one.output) : [];
  });
  return Object.fromEntries(read);
}

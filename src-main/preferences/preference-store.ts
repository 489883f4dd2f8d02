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
import { readLeniently } from '../../src-shared/lenient.ts';
import { jsonFile } from '../disk/json-file.ts';
import type { Log } from '../log/log.ts';

/** The agent's choices on this computer, under the admin's. */
export interface PreferenceStore {
  get(): Preferences;
  /** What the admin has fixed: no change of it is taken. */
  fixed(): readonly PreferenceName[];
  /**
   * Takes the agent's choices, which hold at once.
   * @returns when they are on disk: false when it does not take them, and the next choice, or quitting, tries again
   */
  set(change: SomePreferences): Promise<boolean>;
  /** The admin's word changed. */
  adminSays(policy: AppPolicy): void;
  /** @returns the unsubscribe */
  onChange(listener: (now: Preferences, before: Preferences) => void): () => void;
  /** Resolves when all choices are on disk, or when the disk has failed once more. */
  settled(): Promise<unknown>;
}

const keptSchema = v.record(v.string(), v.unknown());

/** Opens the choices kept in `path`. */
export function openPreferences(path: string, log: Log): PreferenceStore {
  const file = jsonFile<Readonly<Record<string, unknown>>>(path, keptSchema, 'the preferences', log);
  /** With what only another version understands: it finds that again. */
  let kept = file.readOr({});
  const read = readLeniently(somePreferencesSchema, kept);
  let own: SomePreferences = read?.value ?? {};
  const unread = read?.unread ?? [];
  if (unread.length > 0) log.warn('choices that cannot be read do not hold', { fields: unread.join(' ') });
  let admin: AppPolicy = { fixed: {}, defaults: {} };
  let now = preferencesFrom(own, admin);
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
      kept = { ...kept, ...Object.fromEntries(taken) };
      const keeping = file.keep(kept);
      renew();
      return keeping;
    },
    adminSays(policy) {
      admin = policy;
      renew();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: async () => (await file.settled()) === true || (await file.keep(kept)),
  };
}

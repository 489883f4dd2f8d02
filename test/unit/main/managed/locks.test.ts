import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followLocks } from '../../../../src-main/managed/locks.ts';
import { NOT_MANAGED, UNMANAGED, type ManagedPolicy } from '../../../../src-main/managed/managed-policy.ts';
import { createManagedStore } from '../../../../src-main/managed/managed-store.ts';
import { openPreferences } from '../../../../src-main/preferences/preference-store.ts';
import { createAppState } from '../../../../src-main/app-state/app-state.ts';
import { DEFAULT_POLICY } from '../../../../src-shared/wire/policy.ts';
import { NORA } from '../../../fixtures/allo.ts';
import { notedLog, welcome } from '../heard.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'ringside-locks-'))));
afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }));

function start(first: Partial<ManagedPolicy> = {}) {
  const appState = createAppState();
  const preferences = openPreferences(join(folder, 'preferences.json'), notedLog());
  let written: Partial<ManagedPolicy> = first;
  const read = () => ({ ...NOT_MANAGED, isManaged: true, policy: { ...UNMANAGED, ...written } });
  const managed = createManagedStore(read(), read);
  return {
    preferences,
    managed,
    follow: () => followLocks(preferences, appState, managed),
    write: (policy: Partial<ManagedPolicy>) => {
      written = policy;
      managed.look();
    },
    relaySays: (fixed: object) =>
      appState.receive({
        ...(welcome() as object),
        type: 'welcome',
        agent: NORA,
        policy: { ...DEFAULT_POLICY, app: { fixed, defaults: {} } },
      } as never),
  };
}

test('what is locked on a computer goes before what the relay’s admin has fixed, and both are fixed', () => {
  const { follow, preferences, relaySays } = start({ locked: { theme: 'dark' } });
  follow();
  relaySays({ theme: 'light', corner: 'top-left' });
  expect(preferences.get()).toMatchObject({ theme: 'dark', corner: 'top-left' });
  expect(preferences.fixed()).toEqual(['corner', 'theme']);
});

test('a lock that appears holds at once, and what it locks cannot be changed until it is gone', async () => {
  const { follow, preferences, write } = start();
  follow();
  await preferences.set({ theme: 'light' });
  write({ locked: { theme: 'dark' } });
  expect(preferences.get().theme).toBe('dark');
  await preferences.set({ theme: 'light' });
  expect(preferences.get().theme).toBe('dark');
  write({});
  expect(preferences.get().theme).toBe('light');
  expect(preferences.fixed()).toEqual([]);
});

test('a choice that is locked by a value which cannot be read stays as it is', async () => {
  const { follow, preferences, write } = start();
  follow();
  await preferences.set({ historyDays: 7, theme: 'light' });
  write({ lockedAsTheyAre: ['historyDays'], locked: {} });
  await preferences.set({ historyDays: 300 });
  expect(preferences.get().historyDays).toBe(7);
  expect(preferences.fixed()).toEqual(['historyDays']);
});

test('nobody is told of a policy that reads as before', () => {
  const { managed, write } = start({ locked: { theme: 'dark' } });
  let told = 0;
  managed.onChange(() => (told += 1));
  managed.look();
  write({ locked: { theme: 'dark' } });
  expect(told).toBe(0);
  write({ locked: { theme: 'light' } });
  expect(told).toBe(1);
});

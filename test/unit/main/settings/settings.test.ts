import { expect, test } from 'vitest';
import { preferencesPage, type PageFacts } from '../../../../src-main/settings/preferences-page.ts';
import { unavailablePreferences } from '../../../../src-main/settings/unavailable.ts';
import { DEFAULT_PREFERENCES } from '../../../../src-shared/preferences/preferences.ts';
import { DEFAULT_POLICY } from '../../../../src-shared/wire/policy.ts';
import { en } from '../../../../src-shared/words/en.ts';

const facts: PageFacts = {
  values: DEFAULT_PREFERENCES,
  fixed: ['sound'],
  displays: [
    { id: 7, label: 'Dell U2720', size: { width: 2560, height: 1440 } },
    { id: 9, label: '', size: { width: 1280, height: 800 } },
  ],
  primary: 9,
  policy: { ...DEFAULT_POLICY, lines: [{ number: '+33155501001', name: 'Sales' }] },
  link: { kind: 'live', agent: 'nora@example.com', relay: 'relay.example' },
  computer: 'desk-4',
  unavailable: [],
  shortcutRefused: true,
  unread: [],
  words: en,
};

test('the settings know displays by name and size, the lines, and what the admin has fixed', () => {
  const page = preferencesPage(facts);
  expect(page.displays).toEqual([
    { id: 7, label: 'Dell U2720, 2560 × 1440', primary: false },
    { id: 9, label: 'Display 2, 1280 × 800', primary: true },
  ]);
  expect(page).toMatchObject({ lines: [{ name: 'Sales' }], fixed: ['sound'], shortcutRefused: true });
});

test('a computer has its name at the relay only while it is paired', () => {
  expect(preferencesPage(facts).device).toBe('desk-4');
  expect(preferencesPage({ ...facts, link: { kind: 'unpaired' } }).device).toBeNull();
  expect(preferencesPage({ ...facts, link: { kind: 'revoked', relay: 'r' } }).device).toBeNull();
});

test('what a system cannot do is said to be unavailable', () => {
  const able = { canPlaceWindows: true, canNotify: true, canLaunchAtLogin: true, canHoldShortcuts: true };
  expect(unavailablePreferences({ ...able, platform: 'darwin' })).toEqual([]);
  expect(unavailablePreferences({ ...able, platform: 'linux' })).toEqual(['hideFromCapture']);
  expect(
    unavailablePreferences({
      platform: 'win32',
      canPlaceWindows: false,
      canNotify: false,
      canLaunchAtLogin: false,
      canHoldShortcuts: false,
    }),
  ).toEqual(['corner', 'display', 'notifyMissed', 'notifySms', 'summonShortcut', 'launchAtLogin']);
});

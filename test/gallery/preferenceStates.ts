import type { PreferencesState } from '../../src-shared/ipc/settings.ts';
import { DEFAULT_PREFERENCES } from '../../src-shared/preferences/preferences.ts';
import { MINUTE, NOW } from './moment.ts';

export const PREFERENCES: PreferencesState = {
  values: DEFAULT_PREFERENCES,
  fixed: [],
  displays: [
    { id: 1, label: 'Built-in display, 1512 × 982', primary: true },
    { id: 2, label: 'DELL U2723QE, 2560 × 1440', primary: false },
  ],
  lines: [
    { number: '+33 1 99 00 12 34', name: 'Sales line' },
    { number: '+33 1 99 00 12 35', name: 'Support' },
  ],
  device: 'Philip’s MacBook',
  unavailable: [],
  shortcutRefused: false,
  unread: [],
};

export const BUSY: PreferencesState = {
  ...PREFERENCES,
  values: {
    ...DEFAULT_PREFERENCES,
    corner: 'top-right',
    display: 7,
    sound: 'marimba',
    mutedLines: ['+33 1 99 00 12 35'],
    snoozedUntil: NOW + 35 * MINUTE,
    quietHours: { from: '19:00', to: '08:00', days: [1, 2, 3, 4, 5] },
    theme: 'dark',
    language: 'fr',
    summonShortcut: 'CommandOrControl+Alt+R',
  },
  shortcutRefused: true,
};

export const FIXED: PreferencesState = {
  ...BUSY,
  fixed: [
    'corner',
    'display',
    'sound',
    'volume',
    'mutedLines',
    'quietHours',
    'historyDays',
    'language',
    'summonShortcut',
  ],
  unavailable: ['hideFromCapture', 'launchAtLogin'],
  lines: [],
  shortcutRefused: false,
};

export const UNREAD: PreferencesState = {
  ...PREFERENCES,
  fixed: ['language'],
};

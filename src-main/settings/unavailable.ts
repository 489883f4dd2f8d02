import type { PreferenceName } from '../../src-shared/preferences/preferences.ts';

/** What this system is able to do. */
export interface Abilities {
  readonly platform: NodeJS.Platform;
  /** Whether a window may say where it is. */
  readonly canPlaceWindows: boolean;
  readonly canNotify: boolean;
  readonly canLaunchAtLogin: boolean;
  /** Whether a program hears keys that another has. */
  readonly canHoldShortcuts: boolean;
}

/** The choices that mean nothing here: shown, and shown as unavailable. */
export function unavailablePreferences(system: Abilities): PreferenceName[] {
  return [
    // Chromium hides a window from capture on macOS and Windows only.
    ...(system.platform === 'linux' ? (['hideFromCapture'] as const) : []),
    ...(system.canPlaceWindows ? [] : (['corner', 'display'] as const)),
    ...(system.canNotify ? [] : (['notifyMissed', 'notifySms'] as const)),
    ...(system.canHoldShortcuts ? [] : (['summonShortcut'] as const)),
    ...(system.canLaunchAtLogin ? [] : (['launchAtLogin'] as const)),
  ];
}

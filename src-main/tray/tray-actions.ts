import { snoozeEnd } from '../../src-shared/preferences/snooze.ts';
import type { HomeWindow } from '../home/home-window.ts';
import type { PreferenceStore } from '../preferences/preference-store.ts';
import type { TrayAction } from './tray-facts.ts';

export interface TrayActionParts {
  readonly home: Pick<HomeWindow, 'show'>;
  readonly preferences: Pick<PreferenceStore, 'set'>;
  /** Has cards back. */
  readonly resume: () => void;
  readonly testCall: () => void;
  readonly copyDiagnostics: () => void;
  /** Restarts the app for the update that lies ready. */
  readonly update: () => void;
  readonly quit: () => void;
  /** ms since 1970. */
  readonly now?: () => number;
}

/** What a click in the tray does. */
export function trayActions(parts: TrayActionParts) {
  const { home, preferences, now = Date.now } = parts;
  return (action: TrayAction): void => {
    switch (action.kind) {
      case 'pair':
        return home.show();
      case 'calls':
        return home.show({ view: 'calls', call: null });
      case 'call':
        return home.show({ view: 'calls', call: action.call });
      case 'activity':
      case 'settings':
        return home.show({ view: action.kind });
      case 'snooze':
        return void preferences.set({ snoozedUntil: snoozeEnd(action.for, now()) });
      case 'wake':
        return void preferences.set({ snoozedUntil: null });
      case 'resume':
        return parts.resume();
      case 'test-call':
        return parts.testCall();
      case 'diagnostics':
        return parts.copyDiagnostics();
      case 'update':
        return parts.update();
      case 'quit':
        return parts.quit();
    }
  };
}

import type { App, BrowserWindow } from 'electron';
import type { PreferenceStore } from './preference-store.ts';

/**
 * Asks the system to leave our windows out of screen sharing, or no longer: at once, and for every window to come.
 * Linux has no such thing, and newer macOS programs may see them all the same.
 * Source: https://www.electronjs.org/docs/latest/api/browser-window (`setContentProtection`)
 */
export function followCapture(
  app: App,
  windows: () => BrowserWindow[],
  preferences: Pick<PreferenceStore, 'get' | 'onChange'>,
): void {
  const protect = (window: BrowserWindow) => window.setContentProtection(preferences.get().hideFromCapture);
  app.on('browser-window-created', (_, window) => protect(window));
  preferences.onChange(() => windows().forEach(protect));
}

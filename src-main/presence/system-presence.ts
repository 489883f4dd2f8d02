import { powerMonitor } from 'electron';
import { watchPresence, type Presence, type PresenceEvents } from './presence.ts';

/**
 * Watches this machine's lock and sleep. Linux has no event for the lock, and its idle state says `locked` on
 * desktops that are not: a card behind a lock is the lesser evil.
 * Source: https://www.electronjs.org/docs/latest/api/power-monitor (`lock-screen`: macOS, Windows)
 */
export function watchSystemPresence(onChange: () => void): Presence {
  return watchPresence(powerMonitor as PresenceEvents, onChange);
}

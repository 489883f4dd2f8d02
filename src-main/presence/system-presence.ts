import { powerMonitor } from 'electron';
import { watchPresence, type Presence } from './presence.ts';

/**
 * Watches this machine's lock and sleep. Linux has no event for the lock.
 * Source: https://www.electronjs.org/docs/latest/api/power-monitor (`lock-screen`: macOS, Windows)
 */
export function watchSystemPresence(onChange: () => void): Presence {
  const asks = process.platform === 'linux';
  return watchPresence({
    power: powerMonitor,
    isLocked: asks ? () => powerMonitor.getSystemIdleState(60) === 'locked' : null,
    onChange,
  });
}

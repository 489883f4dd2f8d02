import { readFileSync } from 'node:fs';

/** For the journal, the log and whatever else is no connection. */
const OWN_FILES = 64;

/**
 * How many connections this process may have open by the system's limit; null where the system does not tell.
 * Source: https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html
 */
export function connectionsAllowed(): number | null {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? null : Math.max(16, Number(soft) - OWN_FILES);
  } catch {
    return null;
  }
}

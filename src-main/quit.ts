import type { App } from 'electron';
import { codeOf, type Log } from './log/log.ts';

/** Quitting waits this long for the disk, and not longer: a machine that shuts down gives a program about as much. */
const FLUSH_WITHIN_MS = 10_000;

/**
 * Lets the app quit whenever it is told to (by its menu, SIGTERM, the end of the session), after a last flush of at most
 * 10 s: quitting is put off for that, never refused. What the agent was answered for is on disk long before. A disk that
 * hangs for longer costs what it had not taken: events that were not acknowledged, which the relay sends again, and what
 * was chosen or noted since and not answered yet. The log says so.
 * @param finish what comes after that: nothing is left to lose then
 */
export function quitGracefully(
  app: App,
  letGo: () => void,
  flush: () => Promise<void>,
  log: Log,
  finish: () => Promise<void> = async () => undefined,
): void {
  let settled = false;
  let closing: Promise<void> | null = null;

  async function close(): Promise<void> {
    try {
      const isLate = await Promise.race([flush().then(() => false), delay(FLUSH_WITHIN_MS)]);
      if (isLate)
        log.error('the disk hangs: what it has not taken yet is lost', { waitedMs: FLUSH_WITHIN_MS });
    } catch (error) {
      log.error('the last flush failed', { code: codeOf(error) });
    }
    try {
      await finish();
    } catch (error) {
      log.error('the last act failed', { code: codeOf(error) });
    }
    settled = true;
  }

  app.on('before-quit', () => {
    letGo();
    closing ??= close();
  });
  app.on('will-quit', (event) => {
    if (settled) return;
    event.preventDefault();
    closing ??= close();
    void closing.then(() => app.quit());
  });
}

function delay(ms: number): Promise<true> {
  return new Promise((resolve) => setTimeout(() => resolve(true), ms).unref());
}

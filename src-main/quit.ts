import type { App } from 'electron';
import { codeOf, type Log } from './log.ts';

/** Quitting waits this long for the disk, and not longer. */
const FLUSH_WITHIN_MS = 1_000;

/**
 * Lets the app quit whenever it is told to, after a last flush of at most 1 s: quitting is put off for that, never
 * refused. What is not on disk by then was not acknowledged, and the relay sends it again.
 */
export function quitGracefully(app: App, letGo: () => void, flush: () => Promise<void>, log: Log): void {
  let settled = false;
  let closing: Promise<void> | null = null;

  async function close(): Promise<void> {
    try {
      await Promise.race([flush(), delay(FLUSH_WITHIN_MS)]);
    } catch (error) {
      log.error('the last flush failed', { code: codeOf(error) });
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

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

import { writeSync } from 'node:fs';

const PAUSE_MS = 2;
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes a text whole, however small the pieces that the system takes; a pipe that is full is waited for.
 * @param withinMs how long to wait for the reader; Infinity: as long as there is one
 * @throws the system's error: EPIPE when nobody reads any more, ENOSPC, EAGAIN when the reader was waited for in vain
 */
export function writeWhole(fd: number, text: string, withinMs: number): void {
  const bytes = Buffer.from(text);
  const giveUpAt = performance.now() + withinMs;
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN' || performance.now() > giveUpAt) throw error;
      Atomics.wait(pause, 0, 0, PAUSE_MS);
    }
  }
}

/** The system's name for an error; null for another one. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

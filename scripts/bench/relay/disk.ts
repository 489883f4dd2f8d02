import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How long it takes to append `bytes` to a file and have them on disk, in ms each, at this pace. */
export async function timeAppends(count: number, bytes: number, perSecond: number): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-bench-'));
  const file = openSync(join(folder, 'appended'), 'a');
  const block = Buffer.alloc(bytes, 'x');
  const ms: number[] = [];
  try {
    for (let i = 0; i < count; i += 1) {
      const started = performance.now();
      writeSync(file, block);
      fsyncSync(file);
      ms.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
    }
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  }
  return ms;
}

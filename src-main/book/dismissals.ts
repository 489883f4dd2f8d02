import { readFile, rm } from 'node:fs/promises';
import * as v from 'valibot';
import type { CallKey } from '../../src-shared/brand.ts';
import { writeAtomically } from '../disk/write-atomically.ts';
import { codeOf, type Log } from '../log.ts';

/** More than anybody closes while their calls are still sent again. */
const MOST = 1_000;

/**
 * Which calls were closed, for a book that is in memory only: the relay sends their events again at the next start. The
 * relay's keys say nothing about a call to whoever reads the file.
 */
export interface Dismissals {
  has(call: CallKey): boolean;
  calls(): CallKey[];
  add(call: CallKey): void;
  /** Erases the file too. */
  clear(): void;
  /** Resolves when the last one is on disk, or when the disk has failed. */
  settled(): Promise<void>;
}

export async function openDismissals(path: string, log: Log): Promise<Dismissals> {
  const calls = new Set(await readCalls(path));
  let writing: Promise<void> = Promise.resolve();

  function then(change: () => Promise<unknown>): void {
    writing = writing
      .then(async () => void (await change()))
      .catch((error: unknown) => log.error('closed cards could not be kept', { code: codeOf(error) }));
  }

  return {
    has: (call) => calls.has(call),
    calls: () => [...calls],
    add(call) {
      calls.add(call);
      const text = JSON.stringify([...calls].slice(-MOST));
      then(() => writeAtomically(path, [`${text}\n`]));
    },
    clear() {
      calls.clear();
      then(() => rm(path, { force: true }));
    },
    settled: () => writing,
  };
}

async function readCalls(path: string): Promise<CallKey[]> {
  try {
    const read = v.safeParse(v.array(v.string()), JSON.parse(await readFile(path, 'utf8')));
    return read.success ? (read.output as CallKey[]) : [];
  } catch {
    return [];
  }
}

import * as v from 'valibot';
import type { CallKey } from '../../src-shared/brand.ts';
import { jsonFile } from '../disk/json-file.ts';
import type { Log } from '../log.ts';

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
  settled(): Promise<unknown>;
}

export function openDismissals(path: string, log: Log): Dismissals {
  const file = jsonFile(path, v.array(v.string()), 'closed cards', log);
  const calls = new Set(file.readOr([]) as CallKey[]);
  return {
    has: (call) => calls.has(call),
    calls: () => [...calls],
    add(call) {
      calls.add(call);
      void file.keep([...calls].slice(-MOST));
    },
    clear() {
      calls.clear();
      void file.erase();
    },
    settled: file.settled,
  };
}

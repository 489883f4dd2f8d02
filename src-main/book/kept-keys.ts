import * as v from 'valibot';
import type { CallKey } from '../../src-shared/brand.ts';
import { jsonFile } from '../disk/json-file.ts';
import type { Log } from '../log/log.ts';

/** More than ever counts again: only what the relay still sends can be asked for. */
const MOST = 1_000;

/**
 * Keys that a book in memory leaves on disk, since the relay sends its events again at the next start. They are the
 * relay's and Allo's own, and say nothing about a call to whoever reads the file.
 */
export interface KeptKeys<K extends string> {
  has(key: K): boolean;
  all(): K[];
  add(key: K): void;
  remove(key: K): void;
  /** Erases the file too. */
  clear(): void;
  /** Resolves when the last one is on disk, or when the disk has failed. */
  settled(): Promise<unknown>;
}

/** What a book in memory knows of runs before. */
export interface Remembered {
  /** Calls whose card was closed: none comes back. */
  readonly closed: KeptKeys<CallKey>;
}

/** @param what names it in the log: "closed cards" */
export function openKeptKeys<K extends string>(path: string, what: string, log: Log): KeptKeys<K> {
  const file = jsonFile(path, v.array(v.string()), what, log);
  const keys = new Set(file.readOr([]) as K[]);
  return {
    has: (key) => keys.has(key),
    all: () => [...keys],
    add(key) {
      if (keys.has(key)) return;
      keys.add(key);
      for (const oldest of keys) {
        if (keys.size <= MOST) break;
        keys.delete(oldest);
      }
      void file.keep([...keys]);
    },
    remove(key) {
      if (keys.delete(key)) void file.keep([...keys]);
    },
    clear() {
      keys.clear();
      void file.erase();
    },
    settled: file.settled,
  };
}

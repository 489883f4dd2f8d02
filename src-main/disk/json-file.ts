import { readFileSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type * as v from 'valibot';
import { readLeniently } from '../../src-shared/lenient.ts';
import { codeOf, type Log } from '../log/log.ts';
import { writeAtomically } from './write-atomically.ts';

/** A small thing that is kept over restarts, as JSON in a file of its own. Nothing here throws or rejects. */
export interface JsonFile<T extends object> {
  /** What is kept. `damaged`: it was not what it should be, and is moved aside. `failed`: the disk does not give it now. */
  read(): T | 'none' | 'damaged' | 'failed';
  /** What is kept, else `otherwise`. */
  readOr(otherwise: T): T;
  /** Writes `value`, which must not change any more, after what is being written; a newer one overtakes it. @returns whether it is on disk */
  keep(value: T): Promise<boolean>;
  /** Also erases what was moved aside. @returns whether it is gone */
  erase(): Promise<boolean>;
  /** Resolves when all of it is on disk, or when the disk has failed. */
  settled(): Promise<unknown>;
}

/** @param what names it in the log: "the preferences" */
export function jsonFile<T extends object>(
  path: string,
  schema: v.GenericSchema<unknown, T>,
  what: string,
  log: Log,
): JsonFile<T> {
  const aside = `${path}.damaged`;
  let writing: Promise<boolean> = Promise.resolve(true);
  /** What is written when the disk is done with what it writes now. */
  let next: { value: T } | null = null;

  function read(): ReturnType<JsonFile<T>['read']> {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return 'none';
      log.error(`${what} cannot be read`, { code: codeOf(error) });
      return 'failed';
    }
    const found = readLeniently(schema, parsed(text));
    if (found !== null) {
      if (found.unread.length > 0)
        log.warn(`${what}: what cannot be read is left out`, { fields: found.unread.join(' ') });
      return found.value;
    }
    log.error(`${what} cannot be read: the file is damaged and is moved aside`);
    try {
      renameSync(path, aside);
    } catch (error) {
      log.error('a damaged file could not be moved aside', { code: codeOf(error) });
    }
    return 'damaged';
  }

  function then(change: () => Promise<unknown>, problem: string): Promise<boolean> {
    writing = writing.then(change).then(
      () => true,
      (error: unknown) => {
        log.error(`${what} could not be ${problem}`, { code: codeOf(error) });
        return false;
      },
    );
    return writing;
  }

  return {
    read,
    readOr(otherwise) {
      const found = read();
      return typeof found === 'string' ? otherwise : found;
    },
    keep(value) {
      // What still waits for a slow disk is overtaken.
      if (next !== null) {
        next.value = value;
        return writing;
      }
      const mine = { value };
      next = mine;
      return then(() => {
        if (next === mine) next = null;
        return writeAtomically(path, [`${JSON.stringify(mine.value)}\n`]);
      }, 'kept');
    },
    erase() {
      next = null;
      return then(() => Promise.all([path, aside].map((one) => rm(one, { force: true }))), 'erased');
    },
    settled: () => writing,
  };
}

/** Undefined, which no schema of an object takes, for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { CallKey } from '../../src-shared/brand.ts';
import { writeAtomically } from '../disk/write-atomically.ts';
import { codeOf, type Log } from '../log.ts';
import { NOTHING_MISSED, type Missed } from './missed.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const pile = v.nullable(
  v.object({
    since: v.number(),
    calls: v.array(
      v.pipe(
        v.string(),
        v.transform((s) => s as CallKey),
      ),
    ),
    messages: count,
  }),
);
const missedSchema = v.object({ gathering: pile, told: pile });

/** What was missed, kept over restarts: keys of calls and counts, nothing about anybody. */
export interface MissedFile {
  read(): Missed;
  keep(missed: Missed): void;
  /** Resolves when the last of it is on disk, or when the disk has failed. */
  settled(): Promise<unknown>;
}

/** An unreadable file means that nothing was missed. */
export function missedFile(path: string, log: Log): MissedFile {
  let writing: Promise<unknown> = Promise.resolve();
  return {
    read() {
      try {
        const kept = v.safeParse(missedSchema, JSON.parse(readFileSync(path, 'utf8')));
        return kept.success ? kept.output : NOTHING_MISSED;
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') log.warn('what was missed cannot be read', { code: codeOf(error) });
        return NOTHING_MISSED;
      }
    },
    keep(missed) {
      const text = JSON.stringify(missed);
      writing = writing
        .then(() => writeAtomically(path, [`${text}\n`]))
        .catch((error: unknown) => log.warn('what was missed could not be kept', { code: codeOf(error) }));
    },
    settled: () => writing,
  };
}

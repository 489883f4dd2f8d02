import * as v from 'valibot';
import { jsonFile } from '../disk/json-file.ts';
import type { Log } from '../log.ts';
import { beginStart, isCareful, type StartRecord } from './starts.ts';

/** An app that lives as long as this after its start does not die of what it draws at once. */
const STABLE_AFTER_MS = 30_000;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const recordSchema = v.object({
  state: v.picklist(['started', 'stable', 'ended']),
  diedEarly: count,
  heldBefore: v.nullable(v.pipe(v.number(), v.finite())),
});

/** How this start and the ones before went, on disk. */
export interface StartJournal {
  readonly start: StartRecord;
  /** The app ends as it should. Resolves when that is on disk, or when the disk has failed. */
  ended(): Promise<unknown>;
}

/** Resolves when the start is on disk: nothing that could end the app may be drawn before. Never rejects. */
export async function openStartJournal(
  path: string,
  log: Log,
  now: () => number = Date.now,
): Promise<StartJournal> {
  const file = jsonFile<StartRecord>(path, recordSchema, 'how the last start went', log);
  const last = file.read();
  const start = beginStart(typeof last === 'string' ? null : last, now());
  await file.keep(start);
  if (isCareful(start))
    log.warn('the last starts died early: calls from before are held back', { starts: start.diedEarly });
  else if (start.diedEarly > 0) log.warn('the last start died early');
  const soon = setTimeout(() => void file.keep({ ...start, state: 'stable' }), STABLE_AFTER_MS).unref();
  return {
    start,
    ended() {
      clearTimeout(soon);
      return file.keep({ ...start, state: 'ended' });
    },
  };
}

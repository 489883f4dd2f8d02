import * as v from 'valibot';
import { jsonFile } from '../disk/json-file.ts';
import type { Log } from '../log/log.ts';
import { beginStart, isCareful, type StartRecord } from './starts.ts';

/** An app that lives as long as this after its start does not die of what it draws at once. */
const STABLE_AFTER_MS = 30_000;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const recordSchema = v.object({
  state: v.picklist(['started', 'stable', 'ended']),
  diedEarly: count,
  heldBefore: v.nullable(v.pipe(v.number(), v.finite())),
  againAt: v.optional(v.nullable(v.pipe(v.number(), v.finite())), null),
});

/** How this start and the ones before went, on disk. */
export interface StartJournal {
  readonly start: StartRecord;
  /** How the run before this one ended; null: there was none that is known of. */
  readonly before: StartRecord['state'] | null;
  /** The app is about to start itself again. */
  againNow(): void;
  /** Calls back once the app has lived for a while. */
  onStable(listener: () => void): void;
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
  let start = beginStart(typeof last === 'string' ? null : last, now());
  await file.keep(start);
  if (isCareful(start))
    log.warn('the last starts died early: calls from before are held back', { starts: start.diedEarly });
  else if (start.diedEarly > 0) log.warn('the last start died early');
  else if (typeof last !== 'string' && last.state === 'stable')
    log.warn('the last run did not end by itself');
  const listeners: (() => void)[] = [];
  const soon = setTimeout(() => {
    void file.keep({ ...start, state: 'stable' });
    for (const listener of listeners) listener();
  }, STABLE_AFTER_MS).unref();
  return {
    get start() {
      return start;
    },
    before: typeof last === 'string' ? null : last.state,
    againNow: () => void (start = { ...start, againAt: now() }),
    onStable: (listener) => void listeners.push(listener),
    ended() {
      clearTimeout(soon);
      return file.keep({ ...start, state: 'ended' });
    },
  };
}

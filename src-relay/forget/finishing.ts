import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { JournalPlace } from '../journal/writer-thread.ts';
import type { Sql } from '../sql/sql.ts';
import type { Forgotten } from './forgetting.ts';
import { isForgettingUnfinished } from './pending.ts';

export interface FinishingParts {
  readonly read: Sql;
  readonly place: JournalPlace;
  /** The journal's worker. */
  readonly workerUrl: URL;
  readonly log: Logger;
}

/** The other task of the writer's thread: it ends by itself. */
export interface FinishData {
  readonly place: JournalPlace;
  readonly task: 'finish-forgetting';
}

export interface FinishResult {
  readonly result: Forgotten | null;
  /** Why there is none; null when there was nothing to finish. */
  readonly reason: string | null;
}

/**
 * Finishes what was broken off while somebody was being forgotten, in a thread of its own: it reads the whole journal.
 * @returns ends it; what is left is done at the next start
 */
export async function finishForgetting(parts: FinishingParts): Promise<() => Promise<void>> {
  const { read, place, workerUrl, log } = parts;
  if (!(await isForgettingUnfinished(read))) return () => Promise.resolve();
  log.warn('forgetting somebody was broken off: finishing it');
  const data: FinishData = { place, task: 'finish-forgetting' };
  const worker = new Worker(workerUrl, { workerData: data, name: 'forgetting' });
  worker.once('message', ({ result, reason }: FinishResult) => {
    if (result === null) log.error({ reason }, 'somebody could not be forgotten: run forget again');
    else if (result.clean) log.info(result, 'forgetting is finished');
    else
      log.warn(
        result,
        'forgetting is finished, but its traces in the files could not be ruled out: run forget again',
      );
  });
  worker.once('error', (error) => log.error({ reason: error.message }, 'somebody could not be forgotten'));
  return async () => void (await worker.terminate());
}

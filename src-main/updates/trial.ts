import type { Log } from '../log.ts';
import type { StartRecord } from '../starts/starts.ts';
import { isCareful } from '../starts/starts.ts';
import type { UpdatesStart } from './at-start.ts';
import { inLog } from './updates-file.ts';

/**
 * A new version that dies again and again has its place taken from it by its own next start, if it comes so far. What
 * never does is put back by the script that started it.
 * @returns whether this app must end at once: the version before is started when it has
 */
export async function endIfDying(updates: UpdatesStart, start: StartRecord, log: Log): Promise<boolean> {
  const { trial, image } = updates;
  if (trial === null || image === null || !isCareful(start) || !image.hasPrevious()) return false;
  log.error('this version dies at its start: the one before is put back', { version: inLog(trial.to) });
  await image.putBack();
  await updates.handOver();
  return true;
}

/** The new version lives: the one before is not needed any more, and nothing is held against any version. */
export async function passTrial({ trial, file, image }: UpdatesStart): Promise<void> {
  if (trial === null) return;
  await file.change({ trial: null, updated: trial, refused: null });
  await image?.tidy();
}

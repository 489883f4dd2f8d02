import { codeOf, type Log } from '../log/log.ts';
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
  return isCareful(start) && (await giveBack(updates, log));
}

/**
 * Has the version before in its place again, if this one is on trial: it dies, cannot start, or has nothing to show.
 * Never rejects.
 * @returns whether this app must end: the version before is started when it has
 */
export async function giveBack({ trial, image, handOver }: UpdatesStart, log: Log): Promise<boolean> {
  if (trial === null || image === null || !image.hasPrevious()) return false;
  log.error('this version is no good here: the one before is put back', { version: inLog(trial.to) });
  try {
    await image.putBack();
    await handOver();
    return true;
  } catch (error) {
    log.error('the version before could not be put back', { code: codeOf(error) });
    return false;
  }
}

/** The new version lives: the one before is not needed any more, and nothing is held against any version. */
export async function passTrial({ trial, file, image }: UpdatesStart): Promise<void> {
  if (trial === null) return;
  await file.change({ trial: null, updated: trial, refused: null });
  await image?.tidy();
}

import type { Log } from '../log/log.ts';
import type { StartJournal } from './start-journal.ts';
import { mayStartAgain } from './starts.ts';

export interface StartAgainParts {
  readonly journal: Pick<StartJournal, 'start' | 'againNow'>;
  /** Starts another one as soon as this one has ended, and ends this one as it should. */
  readonly relaunch: () => void;
  readonly log: Log;
  /** ms since 1970. */
  readonly now?: () => number;
}

/**
 * For a process that can show nothing any more, whatever it tries: starts the app again, at most once in ten minutes. What
 * rings then pops again.
 */
export function createStartAgain({ journal, relaunch, log, now = Date.now }: StartAgainParts) {
  let asked = false;
  return (why: 'no pages' | 'no graphics'): void => {
    if (asked) return;
    if (!mayStartAgain(journal.start, now())) {
      log.error('nothing can be shown, and the app has started again just now', { why });
      return;
    }
    asked = true;
    log.error('nothing can be shown: the app starts again', { why });
    journal.againNow();
    relaunch();
  };
}

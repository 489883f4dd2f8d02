import type { Log } from '../log/log.ts';
import { afterDeath, FIRST_RUN, withDrawn, type Run } from './run.ts';
import { createSuspects, type Suspects } from './suspects.ts';

export interface PageLifeOptions {
  /** Whose page it is, for the log. */
  readonly window: 'pop' | 'home';
  /** Makes the page again. */
  readonly remake: () => void;
  /** No page can be made in this process any more. */
  readonly onNoPages: () => void;
  readonly log: Log;
  /** ms by a clock that nobody can set. */
  readonly now?: () => number;
}

/**
 * The life of a window's page: one that died is made again, at once at first, then ever later, and what it was drawing
 * is drawn more plainly. A page that keeps dying is left alone until there is something new to show.
 */
export interface PageLife extends Pick<Suspects, 'careFor' | 'told'> {
  /** What the page was told is on screen: all of it, or what has these keys. */
  drawn(keys?: readonly string[]): void;
  /** @param leastMs how long to wait at least; null: nobody sees the window, and it is made when somebody asks */
  died(why: string, leastMs: number | null): void;
  /** It died too often, and nothing is done about it. */
  readonly isGivenUp: boolean;
  /** This page and the one before it did not last, and it has not shown what it was told. */
  readonly isFailing: boolean;
  /** It is to be made again. */
  readonly isDue: boolean;
  /** Somebody asks for it now. */
  remakeNow(): void;
  close(): void;
}

/** Chromium cannot start a process for it, and once more: what starts them is dead, and stays so. */
const NOT_LAUNCHED = { why: 'launch-failed', times: 2 } as const;

export function createPageLife(options: PageLifeOptions): PageLife {
  const { window, remake, onNoPages, log, now = monotonic } = options;

  const suspects = createSuspects();
  let run: Run = FIRST_RUN;
  let timer: NodeJS.Timeout | undefined;
  let givenUp = false;
  let notLaunched = 0;
  let closed = false;

  function remakeNow(): void {
    clearTimeout(timer);
    timer = undefined;
    givenUp = false;
    if (!closed) remake();
  }

  return {
    careFor: suspects.careFor,
    told: suspects.told,
    drawn(keys) {
      suspects.drawn(now(), keys);
      run = withDrawn(run, now());
    },
    died(why, leastMs) {
      if (closed || timer !== undefined || givenUp) return;
      const plainer = suspects.died(now());
      const next = afterDeath(run, now());
      run = next.run;
      log.error('a page is dead', { window, why, failures: run.failures, plainer });
      givenUp = next.waitMs === null;
      notLaunched = why === NOT_LAUNCHED.why ? notLaunched + 1 : 0;
      if (notLaunched >= NOT_LAUNCHED.times) onNoPages();
      if (givenUp) log.error('a page is given up until it is needed again', { window });
      else if (leastMs !== null) timer = setTimeout(remakeNow, Math.max(leastMs, next.waitMs ?? 0));
    },
    get isGivenUp() {
      return givenUp;
    },
    get isFailing() {
      return run.failures > 1 && run.drawnAt === null;
    },
    get isDue() {
      return timer !== undefined;
    },
    remakeNow,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

function monotonic(): number {
  return performance.now();
}

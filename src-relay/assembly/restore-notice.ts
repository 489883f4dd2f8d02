import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  AFTER_RESTORING,
  heightsIn,
  heightsOf,
  isOfPastTimeline,
  markWentBack,
  ON_A_PAST_SERVER,
  wentBack,
  whatIsLower,
  worthKeeping,
  type Heights,
} from '../postgres/went-back.ts';
import { DISPLACED, JournalError } from '../sql/errors.ts';
import { StoreFault, type Sql } from '../sql/sql.ts';
import type { Opening } from './opening.ts';

const FILE = 'journal-seen.json';
const EVERY_MS = 3000;
const LAST_WITHIN_MS = 500;

export interface RestoreNotice {
  /** Why nothing may be taken into the journal any more; null: it may. */
  why(): string | null;
  /** Looks now. Never throws. */
  look(): void;
}

/**
 * Notices that the database went back in time without `restored` having been run: it is lower than this relay has seen it
 * before, as a file in the data folder says across restarts, or another relay has found that.
 * @throws JournalError when that is so from the start; StoreFault
 */
export async function noticeRestore(opening: Opening, sql: Sql): Promise<RestoreNotice> {
  const { settings, closing, trouble } = opening;
  const file = join(settings.data, FILE);
  let seen: Heights | null = await readFile(file, 'utf8').then(heightsIn, () => null);
  let written = JSON.stringify(seen);
  let opened: string | null = null;
  let why: string | null = null;
  let looking: Promise<void> | null = null;

  async function compare(): Promise<void> {
    const { heights, isMarked } = await heightsOf(sql, seen);
    const isStart = opened === null;
    opened ??= heights.epoch;
    if (isOfPastTimeline(seen, heights)) {
      const missing = whatIsLower(seen, heights);
      // Whoever runs goes over to the right one once that is there; whoever starts may never have met it.
      if (isStart && missing !== null)
        throw new JournalError(
          `this PostgreSQL is as it was before another one took over (${missing}): ${ON_A_PAST_SERVER}`,
        );
      return;
    }
    const lower = wentBack(seen, heights);
    if (lower === null && !isMarked) {
      seen = worthKeeping(seen, heights);
      // A relay that hung while another one was restored holds to what is not so any more.
      if (heights.epoch !== opened) why ??= DISPLACED;
      return;
    }
    const found = lower ?? 'another relay had seen more of it';
    why ??= `the database was restored to an earlier time, or a standby took over that lacked the newest (${found}): ${AFTER_RESTORING}`;
    if (!isMarked) await markWentBack(sql, heights);
  }

  async function keep(): Promise<void> {
    const text = JSON.stringify(seen);
    if (text === written || why !== null) return;
    await writeFile(`${file}.new`, text, { mode: 0o600 });
    await rename(`${file}.new`, file);
    written = text;
  }

  async function lookOnce(): Promise<void> {
    try {
      await compare();
      await keep();
    } catch (error) {
      // Of a server that is not there, others tell.
      if (!(error instanceof StoreFault) || error.kind !== 'unavailable') trouble(error);
    }
  }

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = null;
    });
    return looking;
  }

  /** Whatever is under way may have begun before the last commit. */
  async function lookLast(): Promise<void> {
    await looking;
    await look();
  }

  await compare();
  if (why !== null) throw new JournalError(why);
  await keep();
  const timer = setInterval(() => void look(), EVERY_MS);
  closing.add(async () => {
    clearInterval(timer);
    await Promise.race([lookLast(), wait(LAST_WITHIN_MS)]);
  });
  return { why: () => why, look: () => void look() };
}

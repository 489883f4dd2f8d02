import type { UpdateStatus } from '../../../src-shared/updates/updates-state.ts';
import { dateTimeFormat, numberFormat } from '../../../src-shared/format/formats.ts';
import type { Language } from '../../../src-shared/words/language.ts';

/** What is said of an update: how it stands, and what follows from that. */
export interface UpdateLines {
  readonly said: string;
  readonly more: string | null;
  readonly isBad: boolean;
}

/** A list of releases older than this may be held back by somebody. */
const STALE_AFTER_MS = 180 * 86_400_000;

export function updateLines(status: UpdateStatus, { words, locale }: Language, now: number): UpdateLines {
  const { updates } = words;
  switch (status.kind) {
    case 'off':
      return line(updates.off[status.why]);
    case 'unchecked':
      return line(updates.unchecked);
    case 'checking':
      return line(updates.checking);
    case 'up-to-date': {
      const day = dateTimeFormat(locale, { dateStyle: 'long' }).format(status.asOf);
      const isStale = now - status.asOf > STALE_AFTER_MS;
      return line(updates.upToDate, isStale ? updates.stale(day) : updates.asOf(day));
    }
    case 'available':
      return line(updates.available(status.version));
    case 'downloading': {
      const percent = numberFormat(locale, { style: 'percent' }).format(status.percent / 100);
      return line(updates.downloading(status.version), percent);
    }
    case 'ready':
      return line(updates.ready(status.version), updates.readyHint);
    case 'restarting':
      return line(updates.restarting(status.version));
    case 'failed': {
      const why = updates.failed[status.why](status.place);
      return status.version === null
        ? { said: why, more: null, isBad: true }
        : { said: updates.failedFor(status.version), more: why, isBad: true };
    }
  }
}

function line(said: string, more: string | null = null): UpdateLines {
  return { said, more, isBad: false };
}

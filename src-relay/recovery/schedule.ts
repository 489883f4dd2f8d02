import { AlloApiError, type AlloApi } from '../allo-api/client.ts';
import { apiTroubleOf } from '../allo-api/trouble.ts';
import { JournalUnavailable } from '../sql/errors.ts';
import { filling, type FillingParts } from './filling.ts';
import { pauseAfter } from './pace.ts';
import type { RecoveryJournal } from './recovery-journal.ts';
import type { RecoveryTrouble } from './state.ts';
import type { LookupResult } from './timing.ts';

export interface RecoveryWatch {
  readonly looked: (result: LookupResult) => void;
  /** Allo cannot be asked, for another reason than before; null: it can again. Told once. */
  readonly troubled: (trouble: RecoveryTrouble | null) => void;
  readonly failed: (error: unknown) => void;
}

export interface RecoveryParts extends FillingParts {
  readonly journal: RecoveryJournal;
  /** Null: Allo is not to be asked, or there is no key. */
  readonly api: (signal: AbortSignal) => AlloApi | null;
  /** Whether this relay is the one that looks lost calls up. */
  readonly isMine: () => boolean;
  readonly afterMs: () => number;
  /** How long events are kept: what is older is not brought in. */
  readonly keptMs: () => number;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  readonly watch: RecoveryWatch;
  /** Tests wait for less than a minute. */
  readonly everyMs?: number;
}

export interface Recoveries {
  /** Now rather than at the next turn: the key is another one, or the turn has come. */
  again(): void;
  trouble(): RecoveryTrouble | null;
  stop(): void;
}

const EVERY_MS = 60_000;
/** And so at most as many in a minute. */
const LOOKUPS_AT_ONCE = 20;

/**
 * Looks up what webhooks did not tell, again and again. Of relays that share a journal one does it, and another goes on
 * where it stopped: what is read twice is taken in once, by its id.
 */
export function scheduleRecovery(parts: RecoveryParts): Recoveries {
  const { journal, now, elapsed, watch, isMine, afterMs, keptMs, everyMs = EVERY_MS } = parts;
  const { lookUp, readAll } = filling(parts);
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isAskedAgain = false;
  let failures = 0;
  let pausedUntil = -Infinity;
  /** Undefined: Allo was not asked yet. */
  let trouble: RecoveryTrouble | null | undefined;

  async function readGap(api: AlloApi): Promise<void> {
    const gap = await journal.gap('left');
    // The second time when what was under way at the start is over.
    if (gap === null || (gap.reads > 0 && now() < gap.to + afterMs())) return;
    const from = Math.max(gap.from, now() - keptMs());
    if (from < gap.to) await readAll(api, { from, to: gap.to });
    await journal.gap('read');
  }

  async function lookUpLost(api: AlloApi): Promise<void> {
    let left = LOOKUPS_AT_ONCE;
    for (let hasMore = true; hasMore && !stopping.signal.aborted && isMine();) {
      const found = await journal.lost({ afterMs: afterMs(), most: left });
      left -= found.calls.length;
      ({ hasMore } = found);
      await lookUp(api, found.calls, async (call, result) => {
        await journal.looked(call, result, afterMs());
        watch.looked(result);
      });
    }
  }

  async function round(): Promise<void> {
    if (!isMine()) {
      // Another relay says how it is.
      trouble = undefined;
      return;
    }
    const api = parts.api(stopping.signal);
    if (api === null || elapsed() < pausedUntil) return;
    try {
      await readGap(api);
      await lookUpLost(api);
      failures = 0;
      await troubleIs(null);
    } catch (error) {
      // What the journal cannot write now is looked up again.
      if (stopping.signal.aborted) return;
      if (error instanceof AlloApiError) {
        failures += 1;
        pausedUntil = elapsed() + pauseAfter(failures, error.retryAfterS);
        await troubleIs({ kind: apiTroubleOf(error), text: error.message });
      } else if (!(error instanceof JournalUnavailable)) watch.failed(error);
    }
  }

  async function troubleIs(found: RecoveryTrouble | null): Promise<void> {
    const before = trouble;
    trouble = found;
    if (before !== undefined && found?.kind === before?.kind) return;
    if (found !== null || (before ?? null) !== null) watch.troubled(found);
    await journal.troubleIs(found);
  }

  async function turn(): Promise<void> {
    isRunning = true;
    try {
      await round();
    } catch (error) {
      if (!stopping.signal.aborted) watch.failed(error);
    } finally {
      isRunning = false;
    }
    plan(isAskedAgain ? 0 : everyMs);
    isAskedAgain = false;
  }

  function plan(inMs: number): void {
    clearTimeout(timer);
    if (!stopping.signal.aborted) timer = setTimeout(() => void turn(), inMs);
  }

  plan(Math.min(1000, everyMs));
  return {
    again: () => {
      failures = 0;
      pausedUntil = -Infinity;
      if (isRunning) isAskedAgain = true;
      else plan(0);
    },
    trouble: () => trouble ?? null,
    stop: () => {
      stopping.abort();
      clearTimeout(timer);
    },
  };
}

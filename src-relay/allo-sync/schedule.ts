import { messageOf } from '../sql/errors.ts';
import { isNothing, type DirectoryChanges } from './changes.ts';
import type { SyncOutcome, SyncRequest } from './sync.ts';
import type { AlloTeam, SyncTrouble } from './team.ts';

export interface SyncWatch {
  /** Changes were carried out. */
  readonly changed: (changes: DirectoryChanges) => void;
  readonly done: (outcome: SyncResult) => void;
  /** Other troubles than the last time, or none any more: told once. */
  readonly troubled: (troubles: readonly SyncTrouble[]) => void;
  /** What was found could not be written. */
  readonly failed: (reason: string) => void;
}

/** `partly`: something could not be had, or was not believed. */
export const SYNC_RESULTS = ['done', 'partly', 'failed'] as const;
export type SyncResult = (typeof SYNC_RESULTS)[number];

export interface SyncParts {
  /** Finds out what changes and carries it out. It throws when nothing was written. */
  readonly takeUp: (request: Omit<SyncRequest, 'config'>) => Promise<SyncOutcome>;
  /** Null: it is not to be asked, or there is no key. */
  readonly ask: (signal: AbortSignal) => Promise<AlloTeam | null>;
  readonly everyMs: () => number;
  readonly now: () => number;
  readonly watch: SyncWatch;
  /** Before the first. */
  readonly firstAfterMs?: number;
  /** Tests wait for less than a minute. */
  readonly lookEveryMs?: number;
}

export interface Syncs {
  /** Now rather than at the next turn. */
  again(): void;
  /** How many the last one that was written said to be in trouble; null: none was written yet. */
  troubles(): readonly SyncTrouble[] | null;
  /** ms since 1970; null: none since the start. */
  wholeAt(): number | null;
  stop(): void;
}

const FIRST_AFTER_MS = 100;
/** After trouble that may pass by itself. */
const SOON_MS = 5 * 60_000;

/** How soon another word of the config about it counts. */
const LOOK_EVERY_MS = 60_000;

/** Reads the directory from Allo, at once and then again and again. */
export function scheduleSyncs(parts: SyncParts): Syncs {
  const { takeUp, ask, everyMs, now, watch, lookEveryMs = LOOK_EVERY_MS } = parts;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let isAskedAgain = false;
  let troubles: readonly SyncTrouble[] | null = null;
  let wholeAt: number | null = null;

  function plan(afterMs: () => number, waitedMs = 0): void {
    clearTimeout(timer);
    if (stopping.signal.aborted) return;
    const leftMs = Math.max(0, afterMs() - waitedMs);
    const nextMs = Math.min(leftMs, lookEveryMs);
    timer = setTimeout(() => {
      if (nextMs >= leftMs) void turn();
      else plan(afterMs, waitedMs + nextMs);
    }, nextMs);
  }

  async function turn(): Promise<void> {
    running = true;
    let isAsked = false;
    try {
      const askedAt = now();
      const allo = await ask(stopping.signal);
      isAsked = allo !== null;
      if (allo !== null && !stopping.signal.aborted) await sync(allo, askedAt);
    } finally {
      running = false;
    }
    const isPassing = troubles?.some(({ kind }) => kind === 'unreachable' || kind === 'rate') ?? false;
    const most = isAskedAgain ? 0 : !isAsked ? lookEveryMs : isPassing ? SOON_MS : Infinity;
    plan(() => Math.min(most, everyMs()));
    isAskedAgain = false;
  }

  async function sync(allo: AlloTeam, askedAt: number): Promise<void> {
    try {
      const outcome = await takeUp({ allo, askedAt, remove: false });
      if (outcome.status === 'outdated') return;
      const { changes } = outcome;
      if (!isNothing(changes)) watch.changed(changes);
      tellTroubles(changes.troubles);
      if (changes.troubles.length === 0) wholeAt = askedAt;
      const isLost = allo.users === null && allo.numbers === null;
      watch.done(changes.troubles.length === 0 ? 'done' : isLost ? 'failed' : 'partly');
    } catch (error) {
      // Closing takes the journal away under a sync, which is no trouble.
      if (stopping.signal.aborted) return;
      watch.done('failed');
      watch.failed(messageOf(error));
    }
  }

  function tellTroubles(found: readonly SyncTrouble[]): void {
    const before = troubles;
    troubles = found;
    if (keyOf(found) !== keyOf(before ?? [])) watch.troubled(found);
  }

  plan(() => parts.firstAfterMs ?? FIRST_AFTER_MS);
  return {
    again: () => {
      if (running) isAskedAgain = true;
      else plan(() => 0);
    },
    troubles: () => troubles,
    wholeAt: () => wholeAt,
    stop: () => {
      stopping.abort();
      clearTimeout(timer);
    },
  };
}

function keyOf(troubles: readonly SyncTrouble[]): string {
  return troubles.map(({ about, kind }) => `${about} ${kind}`).join();
}

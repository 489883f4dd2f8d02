import type { KeptAway } from '../../src-shared/presence/kept-away.ts';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import type { PreferenceStore } from '../preferences/preference-store.ts';
import { keptAway, resumingChoices, type AwayFacts } from './kept-away.ts';
import { nextQuietLook } from './quiet-hours.ts';

/** The longest that a timer can wait. */
const MAX_WAIT_MS = 2 ** 31 - 1;

export interface KeptAwayParts {
  readonly preferences: Pick<PreferenceStore, 'get' | 'fixed' | 'onChange'>;
  /** What else it depends on, as it is now. */
  readonly facts: () => Omit<AwayFacts, 'now' | 'choices' | 'fixed'>;
  /** ms since 1970. */
  readonly clock?: () => number;
}

/** Tells when cards begin and cease to be kept away, by choice, by the clock or by the system. */
export interface KeptAwayWatch {
  /** Null: cards come. */
  now(): KeptAway | null;
  /** What the agent chooses by having cards back. */
  resuming(): Partial<Preferences>;
  /** The facts may have changed. */
  look(): void;
  /** @returns the unsubscribe */
  onChange(listener: () => void): () => void;
  close(): void;
}

export function watchKeptAway({ preferences, facts, clock = Date.now }: KeptAwayParts): KeptAwayWatch {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;

  function factsNow(): AwayFacts {
    return { ...facts(), now: clock(), choices: preferences.get(), fixed: preferences.fixed() };
  }

  const now = (): KeptAway | null => keptAway(factsNow());
  let lastPushed = JSON.stringify(now());

  function look(): void {
    const state = JSON.stringify(now());
    if (state !== lastPushed) {
      lastPushed = state;
      for (const listener of listeners) listener();
    }
    wait();
  }

  function wait(): void {
    clearTimeout(timer);
    const { snoozedUntil, quietHoursOffUntil, quietHours } = preferences.get();
    const at = clock();
    const due = [snoozedUntil, quietHoursOffUntil, nextQuietLook(quietHours, at)].filter(
      (then) => then !== null && then > at,
    );
    if (due.length > 0)
      timer = setTimeout(look, Math.min(MAX_WAIT_MS, Math.min(...due.map(Number)) - at + 1)).unref();
  }

  wait();
  const stop = preferences.onChange(look);
  return {
    now,
    resuming: () => resumingChoices(factsNow()),
    look,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      stop();
      clearTimeout(timer);
    },
  };
}

import type { PreferenceStore } from '../preferences/preference-store.ts';
import { isQuiet, nextQuietLook } from './quiet-hours.ts';

/** Whether cards are kept away now. `until`: ms by this machine's clock. */
export type Quiet =
  | { readonly kind: 'no' }
  | { readonly kind: 'snoozed'; readonly until: number }
  | { readonly kind: 'quiet-hours' };

/** The longest that a timer can wait. */
const MAX_WAIT_MS = 2 ** 31 - 1;

/** Tells when "do not disturb" or the quiet hours begin and end, by choice or by the clock. */
export interface QuietWatch {
  now(): Quiet;
  /** @returns the unsubscribe */
  onChange(listener: () => void): () => void;
  close(): void;
}

export function watchQuiet(
  preferences: Pick<PreferenceStore, 'get' | 'onChange'>,
  clock: () => number = Date.now,
): QuietWatch {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let told = '';

  function now(): Quiet {
    const { snoozedUntil, quietHours } = preferences.get();
    const at = clock();
    if (snoozedUntil !== null && at < snoozedUntil) return { kind: 'snoozed', until: snoozedUntil };
    return isQuiet(quietHours, at) ? { kind: 'quiet-hours' } : { kind: 'no' };
  }

  function look(): void {
    const state = JSON.stringify(now());
    if (state !== told) {
      told = state;
      for (const listener of listeners) listener();
    }
    clearTimeout(timer);
    const { snoozedUntil, quietHours } = preferences.get();
    const at = clock();
    const due = [snoozedUntil, nextQuietLook(quietHours, at)].filter((then) => then !== null && then > at);
    if (due.length > 0)
      timer = setTimeout(look, Math.min(MAX_WAIT_MS, Math.min(...due.map(Number)) - at + 1)).unref();
  }

  look();
  const stop = preferences.onChange(look);
  return {
    now,
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

import type { AppStateStore } from '../app-state/app-state.ts';
import type { PreferenceStore } from '../preferences/preference-store.ts';
import type { CallBook } from './call-book.ts';

/** Not while the app starts. */
const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 3_600_000;

/**
 * Erases calls from this computer when they are older than agent and admin want: every hour, and at once with a new choice,
 * or once it is known what the admin wants.
 */
export function keepDays(
  book: Pick<CallBook, 'prune'>,
  preferences: Pick<PreferenceStore, 'onChange'>,
  appState: Pick<AppStateStore, 'get' | 'onChange'>,
): () => void {
  let timer = setTimeout(look, FIRST_AFTER_MS);
  function look(): void {
    book.prune();
    timer = setTimeout(look, EVERY_MS);
  }
  const stopFollowing = preferences.onChange((now, before) => {
    if (now.historyDays !== before.historyDays) book.prune();
  });
  let known = appState.get().knowsDays;
  const stopWaiting = appState.onChange(({ knowsDays }) => {
    const isNews = knowsDays && !known;
    known = knowsDays;
    if (isNews) book.prune();
  });
  return () => {
    clearTimeout(timer);
    stopFollowing();
    stopWaiting();
  };
}

import type { UpdatesState } from '../../src-shared/updates/updates-state.ts';
import type { CallBook } from '../book/call-book.ts';
import type { LanguageStore } from '../language/language.ts';
import type { MissedWatch } from '../missed/missed-watch.ts';
import type { Stage } from '../pop/stage.ts';
import { ringingIn } from '../pop/ringing.ts';
import type { PreferenceStore } from '../preferences/preference-store.ts';
import type { KeptAwayWatch } from '../presence/kept-away-watch.ts';
import type { AppStateStore } from '../app-state/app-state.ts';
import { newestCalls } from './newest-calls.ts';
import type { AppUpdates } from '../updates/updates.ts';
import type { RingsideTray } from './tray.ts';

/** Changes in quick succession, such as a replay, are shown once, and never ahead of a card. */
const SHOW_AFTER_MS = 100;
/** A busy minute is not shown more often than this: every change makes the system read icon and menu anew. */
const PACE_MS = 250;

export interface FollowedTrayParts {
  readonly tray: RingsideTray;
  readonly appState: AppStateStore;
  readonly stage: Pick<Stage, 'state'>;
  readonly book: Pick<CallBook, 'order' | 'onChange'>;
  readonly callOf: CallBook['call'];
  readonly missed: MissedWatch;
  readonly keptAway: KeptAwayWatch;
  readonly preferences: PreferenceStore;
  readonly languages: LanguageStore;
  readonly updates: Pick<AppUpdates, 'state' | 'onChange' | 'restart'>;
  /** Calls that began earlier are told by their number alone, ms since 1970; null: none. */
  readonly heldBefore: number | null;
}

/** The tray, kept true. */
export interface FollowedTray {
  /** Shows how things stand. */
  show(): void;
  destroy(): void;
}

export function followTray(parts: FollowedTrayParts): FollowedTray {
  const { tray, appState, stage, book, missed, keptAway, preferences, languages, updates } = parts;
  let soon: NodeJS.Timeout | null = null;

  let shownAt = -PACE_MS;

  function show(): void {
    if (performance.now() - shownAt >= PACE_MS) render();
    else showSoon();
  }

  function render(): void {
    if (soon !== null) clearTimeout(soon);
    soon = null;
    shownAt = performance.now();
    tray.render({
      link: appState.get().link,
      ringing: ringingIn(stage.state),
      missed: missed.calls.length,
      newest: newestCalls(book.order(), parts.callOf, missed.calls, parts.heldBefore),
      keptAway: keptAway.now(),
      isSnoozeFixed: preferences.fixed().includes('snoozedUntil'),
      update: readyIn(updates.state()),
      language: languages.get(),
    });
  }

  function showSoon(): void {
    soon ??= setTimeout(render, Math.max(SHOW_AFTER_MS, shownAt + PACE_MS - performance.now()));
  }

  const stops = [
    appState.onChange(show),
    missed.onChange(showSoon),
    keptAway.onChange(show),
    languages.onChange(show),
    book.onChange(showSoon),
    updates.onChange(showSoon),
  ];
  return {
    show,
    destroy() {
      for (const stop of stops) stop();
      if (soon !== null) clearTimeout(soon);
      tray.destroy();
    },
  };
}

function readyIn({ status }: UpdatesState): string | null {
  return status.kind === 'ready' ? status.version : null;
}

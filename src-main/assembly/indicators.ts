import { app, BrowserWindow } from 'electron';
import type { CallKey } from '../../src-shared/brand.ts';
import type { CallBook } from '../book/call-book.ts';
import type { KeptBook } from '../book/kept-book.ts';
import type { PhaseClock } from '../book/phase-clock.ts';
import type { HomeWindow } from '../home/home-window.ts';
import type { Log } from '../log/log.ts';
import { isHandedOn } from '../missed/missed-call.ts';
import { watchMissed, type MissedWatch } from '../missed/missed-watch.ts';
import { namedCalls } from '../card/named-calls.ts';
import { openNotices } from '../notify/notices.ts';
import { canNotify, systemNotifier } from '../notify/system-notifier.ts';
import type { Stage } from '../pop/stage.ts';
import { quietAt } from '../presence/kept-away.ts';
import { watchKeptAway, type KeptAwayWatch } from '../presence/kept-away-watch.ts';
import type { EarlyTray } from '../tray/early-tray.ts';
import { followTray, type FollowedTrayParts } from '../tray/followed-tray.ts';
import { followNames } from '../app-state/app-state.ts';
import { trayActions } from '../tray/tray-actions.ts';

export interface IndicatorParts extends Omit<
  FollowedTrayParts,
  'tray' | 'stage' | 'callOf' | 'missed' | 'keptAway'
> {
  readonly book: CallBook;
  readonly keptBook: Pick<KeptBook, 'kept' | 'onChange'>;
  readonly home: Pick<HomeWindow, 'show' | 'owns' | 'changed'>;
  readonly stage: Pick<Stage, 'state' | 'onVerdict'>;
  readonly tray: EarlyTray;
  readonly isTest: (key: CallKey) => boolean;
  readonly phases: Pick<PhaseClock, 'onTurn'>;
  readonly isAway: () => boolean;
  /** False where cards cannot be placed, so that a ring is a notification. */
  readonly hasCards: boolean;
  readonly copyDiagnostics: () => void;
  /** Whether the cards' page fails again and again: then a ring is a notification too. */
  readonly isFailing: () => boolean;
  /** The app's own picture. */
  readonly icon: string;
  readonly log: Log;
}

/** What the desktop shows outside of the app's own windows: the tray and notifications, and what was missed. */
export interface Indicators {
  readonly missed: MissedWatch;
  readonly keptAway: KeptAwayWatch;
  /** Shows how things stand. */
  show(): void;
  close(): void;
}

export function openIndicators(parts: IndicatorParts): Indicators {
  const { book, keptBook, stage, home, appState, preferences, languages, log } = parts;
  const isLooking = (): boolean => home.owns(BrowserWindow.getFocusedWindow()?.webContents.id ?? 0);
  const isLive = (): boolean => appState.get().link.kind === 'live';
  const callOf = namedCalls(book, appState.get);
  const missed = watchMissed({
    ...book,
    call: callOf,
    isTest: parts.isTest,
    lookedAt: () => book.lookedAt,
    isLooking,
    isWhole: () => keptBook.kept !== 'waiting',
    onTurn: parts.phases.onTurn,
    onRenamed: (renamed) => followNames(appState, renamed),
    isHandedOn: (call) => isHandedOn(call, appState.get()),
    me: () => appState.get().me,
    ringWindowS: () => appState.get().policy.ringWindow,
    now: Date.now,
  });
  const keptAway = watchKeptAway({
    preferences,
    facts: () => ({
      lines: appState.get().policy.lines,
      away: parts.isAway(),
      placeable: parts.hasCards,
      canNotify: canNotify(),
    }),
  });
  const act = trayActions({
    home,
    preferences,
    resume: () => void preferences.set(keptAway.resuming()),
    testCall: () => home.show({ view: 'activity', test: true }),
    copyDiagnostics: parts.copyDiagnostics,
    update: () => parts.updates.restart(),
    quit: () => app.quit(),
  });
  const tray = followTray({ ...parts, callOf, tray: parts.tray.tray, missed, keptAway });
  // By then every window that a click opens gets an answer.
  setImmediate(() => parts.tray.actBy(act));
  const notices = openNotices({
    notifier: systemNotifier(parts.icon, ({ opens }) => home.show(opens), log),
    missed,
    book,
    preferences: preferences.get,
    language: languages.get,
    isQuiet: () => quietAt(preferences.get(), Date.now()) !== null || parts.isAway(),
    isLive,
    isLooking,
    hasCards: () => parts.hasCards && !parts.isFailing(),
    heldBefore: parts.heldBefore,
  });
  const stopJudging = stage.onVerdict(({ call, verdict }) => {
    const late = verdict.kind === 'told-late' ? callOf(call) : null;
    if (late !== null) notices.toldLate(late);
  });
  const look = (_: unknown, { webContents }: BrowserWindow): void => {
    if (!home.owns(webContents.id)) return;
    missed.looked();
    notices.looked();
  };
  app.on('browser-window-focus', look);
  missed.onChange(home.changed);
  const catchUp = (): void => {
    if (!isLive()) return;
    missed.caughtUp();
    notices.caughtUp();
  };
  appState.onChange(catchUp);
  appState.onChange(keptAway.look);
  keptAway.onChange(home.changed);
  keptBook.onChange(catchUp);
  return {
    missed,
    keptAway,
    show() {
      notices.drawn(stage.state);
      tray.show();
    },
    close() {
      app.off('browser-window-focus', look);
      stopJudging();
      tray.destroy();
      notices.close();
      missed.close();
      keptAway.close();
    },
  };
}

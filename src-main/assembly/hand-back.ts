import { app, ipcMain } from 'electron';
import { createActivityLog } from '../activity/activity-log.ts';
import { followMoves } from '../book/moved-keys.ts';
import { openDiagnostics } from '../diagnostics/diagnostics.ts';
import { byKeyNow } from '../ipc/by-key-now.ts';
import { handleRequests } from '../ipc/handle.ts';
import { requestHandlers } from './requests.ts';
import { createSystemActions } from './system-actions.ts';
import type { Log } from '../log/log.ts';
import { settleIn } from '../installed/settling-in.ts';
import { followLaunchAtLogin } from '../login/login-item.ts';
import { systemLoginItem } from '../login/system-login-item.ts';
import { isPairedByPolicy } from '../managed/precedence.ts';
import { namedCalls } from '../card/named-calls.ts';
import { canNotify } from '../notify/system-notifier.ts';
import { windowKindNow } from '../pop/window-kind.ts';
import { followPageFailures } from '../page-life/page-failures.ts';
import { unpair } from './unpair.ts';
import { createSettings, type Settings } from '../settings/settings.ts';
import type { StartParts } from './start-parts.ts';
import { createTestCall, type TestCall } from '../test-call/test-call.ts';
import type { AppUpdates } from '../updates/updates.ts';
import type { Choices } from './choices.ts';
import type { ToBook } from './to-book.ts';
import type { ToScreen } from './to-screen.ts';

export interface HandBackParts extends Pick<StartParts, 'journal' | 'managed' | 'paths'> {
  readonly choices: Choices;
  readonly toBook: ToBook;
  readonly toScreen: ToScreen;
  readonly updates: AppUpdates;
  /** This computer, as the admin sees it. */
  readonly computer: string;
  readonly log: Log;
}

export interface HandBack {
  /** Copies diagnostics and says so, whatever can be drawn. */
  copyDiagnostics(): Promise<void>;
  close(): void;
}

/** From the agent's hand back: answers what the windows ask for. */
export function answerWindows(parts: HandBackParts): HandBack {
  const { choices, toBook, toScreen, managed, updates, paths, journal, log } = parts;
  const { appState, preferences, languages } = choices;
  const { keptBook, link, paired, store, pair, signIns } = toBook;
  const { book, eraseAside, erase: eraseBook } = keptBook;
  const { desk, home, history, texts, missed, keptAway } = toScreen;
  const { stage, pop } = desk;
  const settings = openSettings(parts);
  const activity = createActivityLog({
    onVerdict: stage.onVerdict,
    onChange: book.onChange,
    callOf: namedCalls(book, appState.get),
    eventsOf: book.events,
    tell: (entry) => home.push('activity:added', entry),
    tellAll: (entries) => home.push('activity:changed', entries),
  });
  const diagnostics = openDiagnostics({
    activity,
    desk,
    journal,
    keptBook,
    managed,
    paired: paired.now,
    appState,
    paths,
    language: languages.get,
    log,
  });
  const moves = followMoves(book);
  const actions = createSystemActions({ book, history, texts, appState, languages, log });
  handleRequests(
    ipcMain,
    byKeyNow(
      requestHandlers({
        book,
        stage,
        pop,
        link,
        actions: actions.calls,
        textActions: actions.texts,
        appState,
        languages,
        history,
        texts,
        home,
        preferences,
        settings,
        updates,
        testCall: openTestCall(parts),
        missed,
        keptAway,
        activity,
        pageFailed: followPageFailures({ pop, home }, log),
        copyDiagnostics: diagnostics.copy,
        signIns,
        pair,
        group: toBook.group,
        eraseAside,
        unpair: async () => {
          // It would come back by itself, and the window does not offer it.
          if (isPairedByPolicy(parts.managed.get().policy)) return;
          paired.drop();
          await unpair({ link, store, eraseBook, activity, appState, log });
        },
      }),
      moves.now,
    ),
    (id) => pop.owns(id) || home.owns(id),
    log,
  );
  const pushUpdates = (): void => home.push('updates:state', updates.state());
  const stops = [updates.onChange(pushUpdates), managed.onChange(pushUpdates)];
  return {
    copyDiagnostics: diagnostics.copyAndSay,
    close() {
      for (const stop of stops) stop();
      activity.close();
      diagnostics.close();
      moves.close();
    },
  };
}

/** The settings' page, and the launch at login. */
function openSettings({ choices, toScreen: { desk, home }, computer, log }: HandBackParts): Settings {
  const loginItem = systemLoginItem(app);
  followLaunchAtLogin(choices.preferences, loginItem, log);
  void settleIn(app, log);
  const settings = createSettings({
    ...choices,
    abilities: () => ({
      platform: process.platform,
      canPlaceWindows: desk.stage.placeable,
      canNotify: canNotify(),
      canLaunchAtLogin: loginItem.isAvailable,
      canHoldShortcuts: windowKindNow() !== 'wayland',
    }),
    shortcutRefused: desk.isShortcutRefused,
    computer,
  });
  settings.onChange(() => home.push('preferences:state', settings.page()));
  return settings;
}

function openTestCall({ choices, toBook, toScreen: { desk, home } }: HandBackParts): TestCall {
  const { keptBook, reach, paired } = toBook;
  const { stage } = desk;
  return createTestCall({
    reach,
    identity: () => (choices.appState.get().link.kind === 'live' ? paired.now() : null),
    onReceived: (listener) =>
      keptBook.book.onChange((change) => {
        if (change.kind === 'received') listener(change.received.webhookId, change.call);
      }),
    onVerdict: stage.onVerdict,
    placeable: stage.placeable,
    tell: (stages) => home.push('activity:testCall', stages),
  });
}

import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { isTestWebhook } from '../../src-shared/calls/test-call.ts';
import { agentBehind } from '../../src-shared/wire/policy.ts';
import { callsOfDay } from '../book/day.ts';
import { legsIn } from '../book/legs.ts';
import { watchPhases } from '../book/phase-clock.ts';
import { createCardView } from '../card/card-view.ts';
import type { History } from '../history/history.ts';
import { openHistory } from '../history/open-history.ts';
import { openHomePlaces } from '../home/home-places.ts';
import { homeState } from '../home/home-state.ts';
import { createHomeWindow, type HomeWindow } from '../home/home-window.ts';
import { pushToWindows } from '../ipc/push-to-windows.ts';
import type { Log } from '../log/log.ts';
import { managedView } from '../managed/managed-view.ts';
import type { MissedWatch } from '../missed/missed-watch.ts';
import { followQuestions } from '../network/proxy-sign-in.ts';
import { openNumberPlaces } from '../card/number-places.ts';
import { openDesk, type Desk } from '../pop/desk.ts';
import type { KeptAwayWatch } from '../presence/kept-away-watch.ts';
import { APP_ORIGIN } from '../security/served-file.ts';
import { withLastText } from '../texts/last-text.ts';
import { openTexts } from '../texts/open-texts.ts';
import type { Texts } from '../texts/texts.ts';
import { openIndicators } from './indicators.ts';
import type { StartParts } from './start-parts.ts';
import { isCareful } from '../starts/starts.ts';
import type { AppUpdates } from '../updates/updates.ts';
import type { Choices } from './choices.ts';
import type { ToBook } from './to-book.ts';

export interface ToScreenParts extends Pick<StartParts, 'paths' | 'tray' | 'journal' | 'managed'> {
  readonly choices: Choices;
  readonly toBook: ToBook;
  /** No page can be made in this process any more. */
  readonly onNoPages: () => void;
  readonly copyDiagnostics: () => void;
  readonly updates: AppUpdates;
  readonly log: Log;
}

/** Everything that is shown: the cards, the home window, the tray and the notifications. */
export interface ToScreen {
  readonly desk: Desk;
  readonly home: HomeWindow;
  readonly history: History;
  readonly texts: Texts;
  readonly missed: MissedWatch;
  readonly keptAway: KeptAwayWatch;
  /** Shows how things stand in the tray and in the notifications. */
  showIndicators(): void;
  close(): void;
  /** Resolves when what was shown, missed and placed is on disk, or when the disk has failed. */
  settled(): Promise<unknown>;
}

/** From the book to the screen. */
export function openToScreen(parts: ToScreenParts): ToScreen {
  const { choices, toBook, managed, updates, paths, tray, journal, onNoPages, log } = parts;
  const { appState, preferences, languages } = choices;
  const { keptBook, paired, signIns, link } = toBook;
  const { book } = keptBook;
  const { heldBefore } = journal.start;
  const page = (name: string) => ({ url: `${APP_ORIGIN}/${name}.html`, preload: paths.preload, log });
  const isTest = (key: CallKey): boolean => book.webhooksOf(key).some(isTestWebhook);
  const known = { appState: appState.get, noteOf: book.noteOf, isTest };
  const partsOf = (call: Call): Call[] =>
    legsIn(book, call, (address) => agentBehind(address, appState.get().policy));
  const view = createCardView({
    ...known,
    placeOf: openNumberPlaces(paths.numberPlaces, () => languages.get().code),
    callsLike: (call) => callsOfDay(book, call),
    partsOf,
    recordsOf: book.recordsOf,
    chosenFor: book.chosen,
    relayNow: appState.relayNow,
  });
  const phases = watchPhases({ book, ringWindowS: () => appState.get().policy.ringWindow });
  const desk = openDesk({
    page: page('pop'),
    paths,
    book,
    appState,
    preferences,
    // What is open takes up what comes; what is over keeps what was known then.
    view: (call, ...rest) => view(withLastText(call, book), ...rest),
    heldBefore,
    onDrawn: () => indicators.show(),
    onPresence: () => {
      phases.look();
      indicators.keptAway.look();
    },
    openCalls: () => home.show({ view: 'calls', call: null }),
    onNoPages,
    log,
  });
  const { stage } = desk;
  const counts = () => ({ missed: indicators.missed.calls.length, unreadTexts: book.unreadTexts().size });
  const describeHome = () =>
    homeState(appState.get(), [paired.now()?.kept ?? null, keptBook], counts(), {
      keptAway: indicators.keptAway.now(),
      justPaired: toBook.hasPaired(),
      proxy: signIns.question(),
      isCareful: isCareful(journal.start),
      managed: managedView(managed.get(), toBook.group.step()),
    });
  const places = openHomePlaces(paths.homePlaces, log);
  const home = createHomeWindow({
    ...page('home'),
    icon: paths.icon,
    places,
    state: describeHome,
    onNoPages,
  });
  const indicators = openIndicators({
    book,
    keptBook,
    stage,
    home,
    appState,
    preferences,
    languages,
    updates,
    isTest,
    phases,
    isAway: desk.isAway,
    tray,
    hasCards: stage.placeable,
    copyDiagnostics: parts.copyDiagnostics,
    isFailing: () => desk.pop.isFailing,
    heldBefore,
    icon: paths.icon,
    log,
  });

  appState.onChange(() => {
    phases.look();
    stage.refresh();
    home.changed();
  });
  managed.onChange(home.changed);
  book.onChange(home.changed);
  // Thousands may come or go at once: the cards are drawn when they have.
  let redrawing: NodeJS.Immediate | null = null;
  book.onChange(({ kind }) => {
    if ((kind !== 'texted' && kind !== 'untexted') || stage.state.cards.length === 0) return;
    redrawing ??= setImmediate(() => {
      redrawing = null;
      stage.refresh();
    });
  });
  followQuestions(signIns, home, link.wake);
  keptBook.onChange(home.changed);
  const { history, close: stopTelling } = openHistory({
    book,
    appState,
    view,
    known,
    partsOf,
    phases,
    home,
  });
  const { texts, close: stopTexts } = openTexts({ keptBook, appState, home });
  languages.onChange(() => {
    pushToWindows('page:state', languages.page());
    // The names of places are in the language too.
    stage.refresh();
  });
  return {
    desk,
    home,
    history,
    texts,
    missed: indicators.missed,
    keptAway: indicators.keptAway,
    showIndicators: indicators.show,
    close() {
      if (redrawing !== null) clearImmediate(redrawing);
      home.letClose();
      stopTelling();
      stopTexts();
      phases.close();
      desk.close();
      indicators.close();
    },
    settled: () => Promise.all([desk.settled(), places.settled()]),
  };
}

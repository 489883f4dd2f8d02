import { hostname } from 'node:os';
import { app, protocol, session } from 'electron';
import { openChoices, type Choices } from './assembly/choices.ts';
import { answerWindows, type HandBack } from './assembly/hand-back.ts';
import { openToBook, type ToBook } from './assembly/to-book.ts';
import { openToScreen, type ToScreen } from './assembly/to-screen.ts';
import { openAppUpdates } from './assembly/updates.ts';
import { keepDays } from './book/keep-days.ts';
import { watchSystemWake } from './connection/system-wake.ts';
import { watchPages } from './dev-reload.ts';
import type { Log } from './log/log.ts';
import { followGroup } from './managed/follow-group.ts';
import { followManaged } from './managed/managed-store.ts';
import { refusedLink } from './managed/precedence.ts';
import { followGraphics } from './page-life/graphics.ts';
import { followPairingLinks } from './pairing/deep-link.ts';
import { resumePairing } from './pairing/resume-pairing.ts';
import { quitGracefully } from './quit.ts';
import { answerRecording } from './recording/recordings.ts';
import { serveApp } from './security/app-scheme.ts';
import { lockDown } from './security/lock-down.ts';
import { createStartAgain } from './starts/start-again.ts';
import type { StartParts } from './assembly/start-parts.ts';
import { giveBack } from './updates/trial.ts';
import type { AppUpdates } from './updates/updates.ts';

/** Everything that is open while the app runs, in the order that a call passes through it. */
interface Rooms {
  readonly choices: Choices;
  readonly toBook: ToBook;
  readonly toScreen: ToScreen;
  readonly answering: HandBack;
  readonly updates: AppUpdates;
}

/** Puts the app together, once Electron is ready. */
export async function start(parts: StartParts, log: Log): Promise<void> {
  if (process.platform === 'darwin') app.setActivationPolicy('accessory');
  app.on('child-process-gone', (_, { type, reason }) => {
    // One that has nothing to do any more is ended.
    if (reason !== 'clean-exit') log.error('a process is gone', { type, reason });
  });
  lockDown(app, session.defaultSession, log);
  const rooms = await openRooms(parts, log);
  const stopFollowing = followComputer(rooms, parts, log);
  closeAtQuit(rooms, stopFollowing, parts, log);

  const { toScreen } = rooms;
  toScreen.showIndicators();
  setImmediate(() => void toScreen.missed.recall());
  await followPairings(rooms, parts, log);
  app.on('activate', () => toScreen.home.show());
  if (process.env['RINGSIDE_DEV'] === '1' && !app.isPackaged) {
    watchPages(parts.paths.renderer, () => {
      toScreen.desk.pop.reload();
      toScreen.home.reload();
    });
  }
}

async function openRooms(parts: StartParts, log: Log): Promise<Rooms> {
  const { paths, tray, given, managed, journal } = parts;
  serveApp(protocol, paths.renderer, (request) => answerRecording(request, () => toBook.recordings));
  const computer = hostname().slice(0, 100);
  const choices = openChoices(paths, managed, log);
  const toBook = await openToBook({
    choices,
    paths,
    given,
    managed,
    computer,
    onTokenKept: () => toScreen.home.changed(),
    onGroupStep: (needsSomebody) => {
      toScreen.home.changed();
      if (needsSomebody) toScreen.home.show();
    },
    log,
  });
  async function leave(): Promise<void> {
    // A new version that can show nothing is not tried a second time.
    if (!(await giveBack(parts.updates, log))) parts.relaunch();
    app.quit();
  }
  const startAgain = createStartAgain({
    journal,
    relaunch: () => void leave(),
    log,
  });
  followGraphics(app, startAgain);
  const updates = openAppUpdates({
    choices,
    toBook,
    toScreen: () => toScreen,
    paths,
    journal,
    updates: parts.updates,
    log,
  });
  const toScreen = openToScreen({
    choices,
    toBook,
    managed,
    updates,
    paths,
    tray,
    journal,
    onNoPages: () => startAgain('no pages'),
    copyDiagnostics: () => void answering.copyDiagnostics(),
    log,
  });
  const answering = answerWindows({
    choices,
    toBook,
    toScreen,
    managed,
    paths,
    updates,
    computer,
    journal,
    log,
  });
  return { choices, toBook, toScreen, answering, updates };
}

/** Follows what happens to this computer: its sleep, its network, its policy, the passing of days. @returns ends that */
function followComputer({ choices, toBook, toScreen }: Rooms, { managed }: StartParts, log: Log): () => void {
  const stops = [
    keepDays(toBook.keptBook, choices.preferences, choices.appState),
    watchSystemWake((why) => {
      log.info('awake', { why });
      managed.look();
      toBook.group.wake();
      toBook.link.wake();
      toScreen.desk.stage.refresh();
    }),
    followManaged(managed),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Ends, when the app quits, what still runs; then waits for the disk. */
function closeAtQuit(
  { choices, toBook, toScreen, answering, updates }: Rooms,
  stopFollowing: () => void,
  { journal }: StartParts,
  log: Log,
): void {
  const letGo = (): void => {
    stopFollowing();
    toBook.group.stop();
    updates.close();
    toBook.link.close();
    answering.close();
    toScreen.close();
  };
  const flush = async (): Promise<void> => {
    const settled = [choices.settled(), toScreen.settled()];
    await Promise.all([journal.ended(), toBook.keptBook.book.close(), ...settled]);
  };
  quitGracefully(app, letGo, flush, log, updates.finish);
}

/** Goes on with the pairing of before, then takes what a policy or a link brings. */
async function followPairings(
  { choices, toBook, toScreen: { home } }: Rooms,
  { managed, openings }: StartParts,
  log: Log,
): Promise<void> {
  const { appState, languages } = choices;
  const { store, loading, paired, pair, group } = toBook;
  const isPaired = (): boolean => paired.now() !== null;
  await resumePairing({
    store,
    loading,
    isPaired,
    use: paired.use,
    appState,
    show: () => home.show(),
    onUnpaired: () => void (group.begin() || home.show()),
  });
  followGroup({ group, managed, appState });
  followPairingLinks({
    openings,
    pair,
    refused: (relay) => refusedLink(managed.get().policy, relay),
    isPaired,
    onShow: () => home.show(),
    language: languages.get,
    log,
  });
}

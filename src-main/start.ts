import { hostname } from 'node:os';
import { app, protocol, session } from 'electron';
import { openChoices } from './assembly/choices.ts';
import { answerWindows } from './assembly/hand-back.ts';
import { openToBook } from './assembly/to-book.ts';
import { openToScreen } from './assembly/to-screen.ts';
import { openAppUpdates } from './assembly/updates.ts';
import { keepDays } from './book/keep-days.ts';
import { watchSystemWake } from './connection/system-wake.ts';
import { watchPages } from './dev-reload.ts';
import type { Log } from './log.ts';
import { followGroup } from './managed/follow-group.ts';
import { followManaged } from './managed/managed-store.ts';
import { refusedLink } from './managed/precedence.ts';
import { followPairingLinks } from './pairing/deep-link.ts';
import { resumePairing } from './pairing/resume-pairing.ts';
import { quitGracefully } from './quit.ts';
import { serveApp } from './security/app-scheme.ts';
import { lockDown } from './security/lock-down.ts';
import { followGraphics } from './page-life/graphics.ts';
import { createStartAgain } from './starts/start-again.ts';
import type { StartParts } from './starts/start-parts.ts';
import { giveBack } from './updates/trial.ts';

/** Puts the app together, once Electron is ready, in the order that a call passes through it. */
export async function start(
  { paths, tray, openings, given, managed, journal, relaunch, updates: atStart }: StartParts,
  log: Log,
): Promise<void> {
  if (process.platform === 'darwin') app.setActivationPolicy('accessory');
  app.on('child-process-gone', (_, { type, reason }) => {
    // One that has nothing to do any more is ended.
    if (reason !== 'clean-exit') log.error('a process is gone', { type, reason });
  });
  lockDown(app, session.defaultSession, log);
  serveApp(protocol, paths.renderer, () => toBook.recordings);

  const computer = hostname().slice(0, 100);
  const choices = openChoices(paths, managed, log);
  const { standing, preferences, tongue } = choices;
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
  const { keptBook, link, paired, pair, group } = toBook;
  async function leave(): Promise<void> {
    // A new version that can show nothing is not tried a second time.
    if (!(await giveBack(atStart, log))) relaunch();
    app.quit();
  }
  const startAgain = createStartAgain({
    journal,
    relaunch: () => void leave(),
    log,
  });
  followGraphics(app, startAgain);
  const onNoPages = (): void => startAgain('no pages');
  const updates = openAppUpdates({
    choices,
    toBook,
    toScreen: () => toScreen,
    paths,
    journal,
    updates: atStart,
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
    onNoPages,
    copyDiagnostics: () => void answering.copyDiagnostics(),
    log,
  });
  const { desk, home } = toScreen;
  const stopKeeping = keepDays(keptBook, preferences, standing);
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

  const stopWatching = watchSystemWake((why) => {
    log.info('awake', { why });
    managed.look();
    group.wake();
    link.wake();
    desk.stage.refresh();
  });
  const stopManaging = followManaged(managed);
  const letGo = (): void => {
    stopManaging();
    group.stop();
    stopWatching();
    updates.close();
    link.close();
    answering.close();
    stopKeeping();
    toScreen.close();
  };
  const flush = async (): Promise<void> => {
    const settled = [choices.settled(), toScreen.settled()];
    await Promise.all([journal.ended(), keptBook.book.close(), ...settled]);
  };
  quitGracefully(app, letGo, flush, log, updates.finish);

  toScreen.showSigns();
  setImmediate(() => void toScreen.missed.recall());
  await resumePairing({
    store: toBook.store,
    loading: toBook.loading,
    isPaired: () => paired.now() !== null,
    use: paired.use,
    standing,
    show: () => home.show(),
    onUnpaired: () => void (group.begin() || home.show()),
  });
  followGroup({ group, managed, standing });
  followPairingLinks({
    openings,
    pair,
    refused: (relay) => refusedLink(managed.get().policy, relay),
    isPaired: () => paired.now() !== null,
    onShow: () => home.show(),
    language: tongue.get,
    log,
  });
  app.on('activate', () => home.show());
  if (process.env['RINGSIDE_DEV'] === '1' && !app.isPackaged) {
    watchPages(paths.renderer, () => {
      desk.pop.reload();
      home.reload();
    });
  }
}

import { hostname } from 'node:os';
import { app, BrowserWindow, ipcMain, nativeTheme, protocol, session } from 'electron';
import type { CallKey } from '../src-shared/brand.ts';
import { isTestWebhook } from '../src-shared/calls/test-call.ts';
import { createActivityLog } from './activity/activity-log.ts';
import { copyForSupport } from './activity/copy-for-support.ts';
import { keepDays } from './book/keep-days.ts';
import { openBookFor } from './book/kept-book.ts';
import { callsOfDay } from './book/day.ts';
import { createCardView } from './card-view.ts';
import { askOtherAgent } from './connection/ask-other-agent.ts';
import { createRelayLink, type RelayLink } from './connection/relay-link.ts';
import { watchSystemWake } from './connection/system-wake.ts';
import { watchPages } from './dev-reload.ts';
import { homeState } from './home/home-state.ts';
import { tellHistory } from './history/told-history.ts';
import { openHomePlaces } from './home/home-places.ts';
import { createHomeWindow } from './home/home-window.ts';
import { handleRequests } from './ipc/handle.ts';
import { tellWindows } from './ipc/tell-windows.ts';
import { requestHandlers } from './ipc/requests.ts';
import { createTongue } from './language/language.ts';
import { systemLocales } from './language/system-locales.ts';
import { createSystemActions } from './links/system-actions.ts';
import type { Log } from './log.ts';
import { followLaunchAtLogin } from './login/login-item.ts';
import { systemLoginItem } from './login/system-login-item.ts';
import { canNotify } from './notify/system-notifier.ts';
import { followQuestions } from './network/proxy-sign-in.ts';
import { systemNetwork } from './network/system-network.ts';
import { openNumberPlaces } from './number-places.ts';
import { followPairingLinks } from './pairing/deep-link.ts';
import type { Identity } from './pairing/identity.ts';
import { unpair } from './pairing/unpair.ts';
import { createPairing } from './pairing/pairing.ts';
import { resumePairing } from './pairing/resume-pairing.ts';
import { systemIdentityStore } from './pairing/system-identity.ts';
import { systemVault } from './pairing/system-vault.ts';
import { followPageFailures } from './page-life/page-failures.ts';
import { markOf, openPolicyFile } from './policy/policy-file.ts';
import { openPreferences } from './preferences/preference-store.ts';
import { createSettings } from './preferences/settings.ts';
import { followTheme } from './preferences/theme.ts';
import { openDesk } from './pop/desk.ts';
import { quitGracefully } from './quit.ts';
import { createRecordings } from './recording/recordings.ts';
import { serveApp } from './security/app-scheme.ts';
import { followCapture } from './security/capture.ts';
import { lockDown } from './security/lock-down.ts';
import { APP_ORIGIN } from './security/served-file.ts';
import { openSigns } from './signs.ts';
import { createStanding } from './standing.ts';
import type { StartParts } from './starts/start-parts.ts';
import { isCareful } from './starts/starts.ts';
import { createTestCall } from './test-call/test-call.ts';

/** Puts the app together, once Electron is ready, in the order that a call passes through it. */
export async function start({ paths, tray, openings, given, journal }: StartParts, log: Log): Promise<void> {
  const { heldBefore } = journal.start;
  if (process.platform === 'darwin') app.setActivationPolicy('accessory');
  lockDown(app, session.defaultSession, log);
  serveApp(protocol, paths.renderer, () => recordings);

  // From the relay to the book.
  const { reach, signIns, isOnline } = systemNetwork();
  let link: RelayLink | null = null;
  let identity: Identity | null = null;
  const policyFile = openPolicyFile(paths.policy, log);
  const standing = createStanding(policyFile);
  const preferences = openPreferences(paths.preferences, log);
  preferences.adminSays(standing.get().policy.app);
  standing.onChange(({ policy }) => preferences.adminSays(policy.app));
  const tongue = createTongue(preferences, () => systemLocales(app));
  followTheme(preferences, nativeTheme);
  followCapture(app, BrowserWindow.getAllWindows, preferences);
  const vault = systemVault(log);
  const store = systemIdentityStore(paths.identity, vault, given, tokenKept, log);
  const loading = store.load();
  const keptBook = await openBookFor({
    paths: paths.book,
    vault,
    log,
    days: () => (standing.get().knowsDays ? preferences.get().historyDays : null),
    onDurable: (epoch, seq) => link?.ack(epoch, seq),
  });
  const { book } = keptBook;
  const recordings = createRecordings({ callOf: book.call, reach, log });
  const relay = createRelayLink({
    book,
    turnBook: keptBook.turnTo,
    standing,
    values: preferences.get,
    askOtherAgent: (other) => askOtherAgent(other, tongue.get()),
    reach,
    isOnline,
    log,
  });
  link = relay;
  function tokenKept(kept: Identity): void {
    if (identity?.token === kept.token) identity = kept;
    home.changed();
  }
  const use = (paired: Identity): void => {
    identity = paired;
    standing.belongTo(markOf(paired));
    relay.use(paired);
  };
  const computer = hostname().slice(0, 100);
  const { pair, hasPaired } = createPairing({
    store,
    reach,
    isOnline,
    device: computer,
    onPaired: use,
    log,
  });

  // From the book to the screen.
  const page = (name: string) => ({ url: `${APP_ORIGIN}/${name}.html`, preload: paths.preload, log });
  const isTest = (key: CallKey): boolean => book.webhooksOf(key).some(isTestWebhook);
  const known = { standing: standing.get, noteOf: book.noteOf, isTest };
  const view = createCardView({
    ...known,
    placeOf: openNumberPlaces(paths.numberPlaces, () => tongue.get().code),
    callsLike: (call) => callsOfDay(book, call),
  });
  const desk = openDesk({
    page: page('pop'),
    paths,
    book,
    standing,
    preferences,
    view,
    heldBefore,
    onDrawn: () => signs.show(),
    openCalls: () => home.show({ view: 'calls', call: null }),
    log,
  });
  const { stage, pop } = desk;
  const describeHome = () =>
    homeState(standing.get(), [identity?.kept ?? null, keptBook], signs.missed.calls.length, {
      justPaired: hasPaired(),
      proxy: signIns.question(),
      isCareful: isCareful(journal.start),
    });
  const places = openHomePlaces(paths.homePlaces, log);
  const home = createHomeWindow({
    ...page('home'),
    icon: paths.icon,
    places,
    state: describeHome,
  });
  const signs = openSigns({
    book,
    stage,
    home,
    standing,
    preferences,
    tongue,
    isTest,
    isAway: desk.isAway,
    tray,
    hasCards: stage.placeable,
    heldBefore,
    icon: paths.icon,
    log,
  });

  standing.onChange(() => {
    stage.refresh();
    home.changed();
  });
  book.onChange(home.changed);
  followQuestions(signIns, { changed: home.changed, ask: () => home.show(), answered: relay.wake });
  keptBook.onChange(home.changed);
  const { history, close: stopTelling } = tellHistory({ book, standing, view, known, home });
  tongue.onChange(() => {
    tellWindows('page:state', tongue.page());
    // The names of places are in the language too.
    stage.refresh();
  });

  // What the agent chose.
  const loginItem = systemLoginItem(app);
  followLaunchAtLogin(preferences, loginItem, log);
  const settings = createSettings({
    preferences,
    standing,
    tongue,
    abilities: () => ({
      platform: process.platform,
      canPlaceWindows: stage.placeable,
      canNotify: canNotify(),
      canLaunchAtLogin: loginItem.isAvailable,
    }),
    shortcutRefused: desk.isShortcutRefused,
    computer,
    version: app.getVersion(),
  });
  settings.onChange(() => home.push('preferences:state', settings.page()));

  const stopKeeping = keepDays(keptBook, preferences, standing);
  const activity = createActivityLog({
    onVerdict: stage.onVerdict,
    onChange: book.onChange,
    callOf: book.call,
    tell: (entry) => home.push('activity:added', entry),
  });

  const testCall = createTestCall({
    reach,
    identity: () => (standing.get().link.kind === 'live' ? identity : null),
    onHeard: (listener) =>
      book.onChange((change) => {
        if (change.kind === 'heard') listener(change.heard.webhookId, change.call);
      }),
    hasCard: (key) => stage.placeable && stage.state.cards.some((card) => card.key === key),
    tell: (stages) => home.push('activity:testCall', stages),
  });

  // From the agent's hand back.
  const actions = createSystemActions({ book, history, standing, tongue, log });
  handleRequests(
    ipcMain,
    requestHandlers({
      book,
      stage,
      pop,
      link,
      actions,
      standing,
      tongue,
      history,
      home,
      preferences,
      settings,
      testCall,
      missed: signs.missed,
      activity,
      pageFailed: followPageFailures({ pop, home }, log),
      copyActivity: () => copyForSupport(activity, standing, journal.start.diedEarly),
      signIns,
      pair,
      eraseAside: keptBook.eraseAside,
      unpair: async () => {
        identity = null;
        await unpair({ link: relay, store, eraseBook: keptBook.erase, activity, standing, log });
      },
    }),
    (id) => pop.owns(id) || home.owns(id),
    log,
  );

  const stopWatching = watchSystemWake((why) => {
    log.info('awake', { why });
    relay.wake();
    stage.refresh();
  });
  const letGo = (): void => {
    stopWatching();
    home.letClose();
    relay.close();
    stopTelling();
    activity.close();
    stopKeeping();
    desk.close();
    signs.close();
  };
  const settled = [desk.settled, preferences.settled, policyFile.settled, places.settled];
  const flush = async (): Promise<void> =>
    void (await Promise.all([journal.ended(), book.close(), ...settled.map((isSettled) => isSettled())]));
  quitGracefully(app, letGo, flush, log);

  signs.show();
  setImmediate(() => void signs.missed.recall());
  await resumePairing({
    store,
    loading,
    isPaired: () => identity !== null,
    use,
    standing,
    show: () => home.show(),
  });
  followPairingLinks({
    openings,
    pair,
    isPaired: () => identity !== null,
    onShow: () => home.show(),
    language: tongue.get,
    log,
  });
  app.on('activate', () => home.show());
  app.on('child-process-gone', (_, { type, reason }) => log.error('a process is gone', { type, reason }));
  if (process.env['RINGSIDE_DEV'] === '1' && !app.isPackaged) {
    watchPages(paths.renderer, () => {
      pop.reload();
      home.reload();
    });
  }
}

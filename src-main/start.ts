import { hostname } from 'node:os';
import {
  app,
  clipboard,
  ipcMain,
  Menu,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
} from 'electron';
import { openCallBook } from './book/call-book.ts';
import { createRelayLink, type RelayLink } from './connection/relay-link.ts';
import { watchForWake } from './connection/wake.ts';
import { watchPages } from './dev-reload.ts';
import { homeState } from './home/home-state.ts';
import { createHomeWindow } from './home/home-window.ts';
import { handleRequests } from './ipc/handle.ts';
import { requestHandlers } from './ipc/requests.ts';
import { createCardActions } from './links/card-actions.ts';
import { createOpenExternal } from './links/open-external.ts';
import type { Log } from './log.ts';
import { followPairingLinks } from './pairing/deep-link.ts';
import { createIdentityStore, type Identity } from './pairing/identity.ts';
import { createPairing } from './pairing/pairing.ts';
import { createVault } from './pairing/vault.ts';
import type { Paths } from './paths.ts';
import { createPopWindow } from './pop/pop-window.ts';
import { openStage } from './pop/stage.ts';
import { quitGracefully } from './quit.ts';
import { serveApp } from './security/app-scheme.ts';
import { lockDown } from './security/lock-down.ts';
import { APP_ORIGIN } from './security/served-file.ts';
import { createStanding } from './standing.ts';
import { trayIcon } from './tray/tray-icon.ts';
import { createTray } from './tray/tray.ts';

/** Puts the app together, once Electron is ready: what a frame passes through, in that order. */
export async function start(paths: Paths, log: Log): Promise<void> {
  if (process.platform === 'darwin') app.setActivationPolicy('accessory');
  lockDown(app, session.defaultSession, log);
  serveApp(protocol, paths.renderer);

  const standing = createStanding();
  let identity: Identity | null = null;
  let link: RelayLink | null = null;

  const book = await openCallBook({
    path: paths.book,
    log,
    onDurable: (epoch, seq) => link?.ack(epoch, seq),
  });
  link = createRelayLink({ book, standing, log });
  const relayLink = link;

  const pop = createPopWindow({
    url: `${APP_ORIGIN}/pop.html`,
    preload: paths.preload,
    log,
    onLetGo: () => stage.letGo(),
  });
  const stage = openStage({
    book,
    standing: standing.get,
    draw: (state) => {
      pop.draw(state);
      renderTray();
    },
  });
  const describeHome = () => homeState(book, standing.get(), identity?.kept ?? null, Date.now());
  const home = createHomeWindow({
    url: `${APP_ORIGIN}/home.html`,
    preload: paths.preload,
    log,
    state: describeHome,
  });

  const tray = createTray({
    newTray: (image) => new Tray(image),
    buildMenu: (template) => Menu.buildFromTemplate(template),
    iconOf: (icon) => trayIcon(icon, app.getAppPath()),
    onAction: (action) => (action === 'quit' ? app.quit() : home.show()),
    log,
  });
  function renderTray(): void {
    const ringing = stage.state.cards.filter(
      ({ phase }) => phase === 'ringing' || phase === 'dialling',
    ).length;
    tray.render({ link: standing.get().link, ringing });
  }

  standing.onChange(() => {
    renderTray();
    stage.refresh();
    home.changed();
  });
  book.onChange(home.changed);

  const store = createIdentityStore({
    path: paths.identity,
    vault: createVault(safeStorage, process.platform),
    env: process.env,
    log,
  });
  function use(paired: Identity): void {
    identity = paired;
    relayLink.use(paired);
  }
  const { pair } = createPairing({ store, device: hostname().slice(0, 100), onPaired: use, log });

  const openExternal = createOpenExternal(
    (url) => shell.openExternal(url),
    () => standing.get().policy.crm,
    log,
  );
  const actions = createCardActions({
    callOf: book.call,
    policy: () => standing.get().policy,
    openExternal,
    writeClipboard: (text) => clipboard.writeText(text),
  });
  handleRequests(
    ipcMain,
    requestHandlers({ book, stage, pop, link, actions, standing, homeState: describeHome, pair }),
    (id) => pop.owns(id) || home.owns(id),
    log,
  );

  const stopWatching = watchForWake({
    power: powerMonitor,
    isOnline: () => net.isOnline(),
    onWake: (why) => {
      log.info('awake', { why });
      relayLink.wake();
      stage.refresh();
    },
  });
  quitGracefully(
    app,
    () => {
      stopWatching();
      home.letClose();
      relayLink.close();
      stage.close();
      pop.destroy();
      tray.destroy();
    },
    book.close,
    log,
  );

  renderTray();
  const stored = await store.load();
  if (stored === null) home.show();
  else use(stored);
  followPairingLinks({ pair, isPaired: () => identity !== null, onShow: home.show });
  app.on('activate', home.show);
  app.on('child-process-gone', (_, { type, reason }) => log.error('a process is gone', { type, reason }));
  if (process.env['RINGSIDE_DEV'] === '1' && !app.isPackaged)
    watchPages(paths.renderer, () => {
      pop.reload();
      home.reload();
    });
}

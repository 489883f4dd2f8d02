import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { app, protocol } from 'electron';
import type { Settled } from './assembly/settle.ts';
import type { StartParts } from './assembly/start-parts.ts';
import { preferredLanguage } from '../src-shared/words/language.ts';
import { systemLocales } from './language/system-locales.ts';
import { openLog, type Log } from './log/log.ts';
import { takeGivenPairing } from './pairing/given-pairing.ts';
import { asksToUninstall, listenForOpenings } from './pairing/openings.ts';
import { pathsIn } from './disk/paths.ts';
import { argumentsFor, displayServers, otherPlatform } from './pop/display-server.ts';
import { registerAppScheme } from './security/app-scheme.ts';
import { keepMemoryOutOfCoreDumps } from './security/core-dumps.ts';
import { shutDebuggingDoor } from './security/debugging-door.ts';
import { makeNoRequests } from './security/no-requests.ts';
import { showCouldNotStart } from './starts/could-not-start.ts';
import { relaunchLater } from './starts/relaunch.ts';
import { openEarlyTray } from './tray/early-tray.ts';
import { isUpdateUnderWay } from './updates/under-way.ts';
import { logUncaught } from './uncaught.ts';

keepMemoryOutOfCoreDumps();
const givenByEnvironment = takeGivenPairing(process.env);
makeNoRequests(app);
const relaunch = (argv: readonly string[] = process.argv): void =>
  relaunchLater(app, {
    argv,
    env: process.env,
    given: givenByEnvironment,
    executable: realpathSync(process.execPath),
  });

const { platform } = process;
shutDebuggingDoor({ platform, isPackaged: app.isPackaged, commandLine: app.commandLine });
// Before Electron is ready, in this order: where data lives decides which instance is the first.
registerAppScheme(protocol);
// It would take off the --no-sandbox that the development launcher gives root, and no process of Chromium's would start.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
const dataFolder = app.commandLine.getSwitchValue('user-data-dir');
if (dataFolder !== '') app.setPath('userData', resolve(dataFolder));

// Windows shows the notifications of an app that it knows by the id of its shortcut: `appId` in electron-builder.yml.
if (platform === 'win32') app.setAppUserModelId('com.ringside.app');

const otherDisplay = platform === 'linux' ? platformInstead() : null;
const paths = pathsIn(app.getAppPath(), app.getPath('userData'));
if (app.commandLine.hasSwitch('diagnostics')) {
  // Electron gets no further before this is done, and needs no display for it.
  const [{ diagnosticsWithoutApp }, { openManaged }] = await Promise.all([
    import('./diagnostics/print.ts'),
    import('./managed/open-managed.ts'),
  ]);
  const { managed } = openManaged(givenByEnvironment);
  process.stdout.write(await diagnosticsWithoutApp(app, managed, paths));
  app.exit(0);
} else if (asksToUninstall(process.argv)) {
  // The app that runs hears of it, and quits.
  app.requestSingleInstanceLock();
  const { uninstall } = await import('./assembly/uninstall.ts');
  void uninstall(app).then((code) => app.exit(code));
} else if (!app.requestSingleInstanceLock()) {
  app.quit();
} else if (otherDisplay !== null) {
  relaunch([process.execPath, ...argumentsFor(otherDisplay, process.argv)]);
  app.exit(0);
} else {
  const log = openLog(paths.log, app.isPackaged ? undefined : (line) => process.stderr.write(line));
  process.once('exit', log.end);
  logUncaught(process, log, (text) => void (app.isPackaged || process.stderr.write(text)));
  // The tray keeps the app alive, not its windows.
  app.on('window-all-closed', () => {});
  open({ paths, openings: listenForOpenings(app), relaunch: () => relaunch() }, log).catch(
    (error: unknown) => {
      if (!app.isPackaged) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      return showCouldNotStart(app, error, () => relaunch(), log);
    },
  );
}

function platformInstead(): 'x11' | 'wayland' | null {
  const ozone = app.commandLine.getSwitchValue('ozone-platform');
  return otherPlatform({ ozone, argv: process.argv, env: process.env, servers: displayServers(process.env) });
}

type Early = Pick<StartParts, 'paths' | 'openings' | 'relaunch'>;

async function open(early: Early, log: Log): Promise<void> {
  // Before anything that may fail: a new version that lies ready takes this one's place, and one on trial may have to leave it.
  const settled = isUpdateUnderWay(paths.updates) ? await settleNow(log) : undefined;
  if (settled === null) return app.exit(0);
  try {
    await putTogether(early, settled, log);
  } catch (error) {
    if (settled === undefined || !(await settled.giveBack())) throw error;
    app.exit(0);
  }
}

async function putTogether(early: Early, before: Settled | undefined, log: Log): Promise<void> {
  await app.whenReady();
  const tray = openEarlyTray(preferredLanguage('system', systemLocales(app)), log);
  // Most of the code, and what it opens, comes after the first sign of life.
  const [settled, { start }] = await Promise.all([before ?? settleNow(log), import('./start.ts')]);
  if (settled === null) return app.exit(0);
  await start({ ...early, ...settled, tray }, log);
}

async function settleNow(log: Log): Promise<Settled | null> {
  const { settle } = await import('./assembly/settle.ts');
  return await settle({ paths, byEnvironment: givenByEnvironment }, log);
}

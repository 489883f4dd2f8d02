import { existsSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from 'electron';
import { codeOf, type Log } from '../log/log.ts';
import { appImageAt } from '../updates/app-image.ts';
import { UPDATER_CACHE } from '../updates/installation.ts';
import { keepMenuEntry, takeBackMenuEntry } from './menu-entry.ts';
import { ownAppImage, type OwnAppImage } from './own-appimage.ts';
import { xdgFolders } from './xdg-folders.ts';

const UNINSTALL = '--uninstall';

/** The AppImage that this app runs from; null: it was installed in another way, or runs in development. */
export function appImageOf(app: Pick<App, 'isPackaged'>, env = process.env): OwnAppImage | null {
  return app.isPackaged ? ownAppImage(env, realpathSync(process.execPath)) : null;
}

/** Whether whoever starts the app wants it to take back what it has left on this computer. */
export function asksToUninstall(args: readonly string[]): boolean {
  return args.includes(UNINSTALL);
}

/** Puts an AppImage into the menu, and keeps it there; only on the user's own profile. */
export async function settleIn(app: App, log: Log, env = process.env): Promise<void> {
  const appImage = appImageOf(app, env);
  if (appImage === null || app.commandLine.getSwitchValue('user-data-dir') !== '') return;
  try {
    if (await keepMenuEntry(appImage, xdgFolders(env, app.getPath('home')), env)) log.info('in the menu');
  } catch (error) {
    log.warn('the menu entry could not be written', { code: codeOf(error) });
  }
}

/** Takes back what `settleIn` and updates have left, and says so on the terminal. @returns the exit code */
export async function uninstall(app: App, env = process.env): Promise<number> {
  const appImage = appImageOf(app, env);
  if (appImage === null) {
    process.stderr.write(`Ringside was not started from an AppImage: remove its package instead.\n`);
    return 1;
  }
  const home = app.getPath('home');
  try {
    const folders = xdgFolders(env, home);
    const gone = [
      ...(await takeBackMenuEntry(appImage.file, folders, env)),
      ...(await appImageAt(appImage.file).tidy()),
      ...(await removeIfThere(join(folders.cache, UPDATER_CACHE))),
    ];
    process.stdout.write(gone.map((path) => `removed ${path}\n`).join(''));
    process.stdout.write(
      `Now delete ${appImage.file}; pairing and history stay in ${app.getPath('userData')}.\n`,
    );
    return 0;
  } catch (error) {
    process.stderr.write(`Not all could be removed: ${error instanceof Error ? error.message : error}\n`);
    return 1;
  }
}

async function removeIfThere(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  await rm(folder, { recursive: true });
  return [folder];
}

import { realpathSync } from 'node:fs';
import type { App } from 'electron';
import { codeOf, type Log } from '../log/log.ts';
import { keepMenuEntry } from './menu-entry.ts';
import { ownAppImage, type OwnAppImage } from './own-appimage.ts';
import { xdgFolders } from './xdg-folders.ts';

/** The AppImage that this app runs from; null: it was installed in another way, or runs in development. */
export function appImageOf(app: Pick<App, 'isPackaged'>, env = process.env): OwnAppImage | null {
  return app.isPackaged ? ownAppImage(env, realpathSync(process.execPath)) : null;
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

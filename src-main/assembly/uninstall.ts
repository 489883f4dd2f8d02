import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from 'electron';
import { takeBackMenuEntry } from '../installed/menu-entry.ts';
import { appImageOf } from '../installed/settling-in.ts';
import { xdgFolders } from '../installed/xdg-folders.ts';
import { appImageAt } from '../updates/app-image.ts';
import { UPDATER_CACHE } from '../updates/installation.ts';

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

import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, readdir, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { writeAtomically } from '../disk/write-atomically.ts';
import { entryForFile, isNameable, tryExecValue } from './desktop-entry.ts';
import { withoutProgram } from './mime-default.ts';
import type { OwnAppImage } from './own-appimage.ts';
import type { XdgFolders } from './xdg-folders.ts';

/** Not the name that a package uses: where both are, each has its own. */
const ENTRY = 'ringside-appimage.desktop';
const LINKS = 'x-scheme-handler/ringside';
const ICON = 'icons/hicolor/256x256/apps';
const TOOL_WITHIN_MS = 10_000;

type MenuFolders = Pick<XdgFolders, 'data' | 'config'>;

const placesIn = ({ data, config }: MenuFolders) => ({
  entries: join(data, 'applications'),
  entry: join(data, 'applications', ENTRY),
  icon: join(data, ICON, 'ringside-appimage.png'),
  autostart: join(config, 'autostart', 'ringside.desktop'),
  defaults: join(config, 'mimeapps.list'),
});

/**
 * Has the desktop offer an AppImage in its menu and hand pairing links to it, as a package has it by being installed. It
 * follows a file that was moved, and does nothing when all is said already, or by a program that looks after AppImages.
 * @returns whether the entry is new or another one than before
 * @throws when the disk does
 */
export async function keepMenuEntry(
  { file, content }: OwnAppImage,
  folders: MenuFolders,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  const places = placesIn(folders);
  if (!isNameable(file) || (await isKeptByOther(places.entries, file))) return false;
  const packaged = await readFile(join(content, 'ringside.desktop'), 'utf8');
  const wanted = entryForFile(packaged, file, places.icon);
  if ((await readFile(places.entry, 'utf8').catch(() => '')) === wanted) return false;
  await mkdir(dirname(places.icon), { recursive: true });
  await copyFile(join(content, 'usr/share', ICON, 'ringside.png'), places.icon);
  await mkdir(places.entries, { recursive: true });
  await writeAtomically(places.entry, [wanted]);
  await runTool('update-desktop-database', ['-q', places.entries], env);
  await runTool('xdg-mime', ['default', ENTRY, LINKS], env);
  return true;
}

/**
 * Takes back what `keepMenuEntry` and the start with the session have left, but for an autostart entry of another
 * installation. Pairing and history stay.
 * @returns the files that are gone
 * @throws when the disk does
 */
export async function takeBackMenuEntry(
  file: string,
  folders: MenuFolders,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const { entries, entry, icon, autostart, defaults } = placesIn(folders);
  const startsUs = (await textOf(autostart)).includes(`\nTryExec=${tryExecValue(file)}\n`);
  const gone: string[] = [];
  for (const path of [entry, icon, ...(startsUs ? [autostart] : [])]) {
    if ((await readFile(path).catch(() => null)) === null) continue;
    await rm(path);
    gone.push(path);
  }
  const before = await textOf(defaults);
  const after = withoutProgram(before, ENTRY);
  // Some keep this file elsewhere, and a link to it here.
  if (after !== before) await writeAtomically(await realpath(defaults), [after]);
  await runTool('update-desktop-database', ['-q', entries], env);
  return gone;
}

/** AppImageLauncher and appimaged name their entries so. */
async function isKeptByOther(entries: string, file: string): Promise<boolean> {
  const names = await readdir(entries).catch(() => []);
  for (const name of names.filter((each) => /^appimagekit[_-].*\.desktop$/.test(each)))
    if ((await textOf(join(entries, name))).includes(file)) return true;
  return false;
}

async function textOf(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}

/** What is missing, or fails, costs the links alone: the entry is there. */
async function runTool(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  // What the AppImage brings is for the app, and not for the system's programs.
  const { LD_LIBRARY_PATH: _, GSETTINGS_SCHEMA_DIR: __, ...own } = env;
  await promisify(execFile)(name, args, { env: own, timeout: TOOL_WITHIN_MS }).catch(() => {});
}

import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepMenuEntry, takeBackMenuEntry } from '../../../../src-main/installed/menu-entry.ts';
import { setAutostart } from '../../../../src-main/login/autostart-file.ts';

let home: string;
let folders: { data: string; config: string };
let content: string;
const env = () => ({
  PATH: process.env['PATH'],
  HOME: home,
  XDG_DATA_HOME: folders.data,
  XDG_CONFIG_HOME: folders.config,
});
const entry = () => join(folders.data, 'applications/ringside-appimage.desktop');
const icon = () => join(folders.data, 'icons/hicolor/256x256/apps/ringside-appimage.png');
const text = async (path: string) => await readFile(path, 'utf8').catch(() => null);
const put = async (path: string, value: string) => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, value);
};

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ringside-menu-'));
  folders = { data: join(home, 'data'), config: join(home, 'config') };
  content = join(home, 'mounted');
  await put(
    join(content, 'ringside.desktop'),
    '[Desktop Entry]\nType=Application\nName=Ringside\nExec=AppRun %U\nIcon=ringside\n',
  );
  await put(join(content, 'usr/share/icons/hicolor/256x256/apps/ringside.png'), 'picture');
});
afterEach(async () => await rm(home, { recursive: true }));

describe('the menu entry of an AppImage', () => {
  test('is there after the first start, and stays as it is after the next', async () => {
    const appImage = { file: join(home, 'Ringside.AppImage'), content };
    expect(await keepMenuEntry(appImage, folders, env())).toBe(true);
    expect(await text(entry())).toContain(
      `\nTryExec=${appImage.file}\nType=Application\nName=Ringside\nExec=${appImage.file} %U\nIcon=${icon()}\n`,
    );
    expect(await text(icon())).toBe('picture');
    expect(await keepMenuEntry(appImage, folders, env())).toBe(false);
  });

  test('follows a file that was moved', async () => {
    await keepMenuEntry({ file: join(home, 'old.AppImage'), content }, folders, env());
    expect(await keepMenuEntry({ file: join(home, 'new.AppImage'), content }, folders, env())).toBe(true);
    expect(await text(entry())).toContain('new.AppImage');
    expect(await text(entry())).not.toContain('old.AppImage');
  });

  test('is not written where a program looks after AppImages', async () => {
    const file = join(home, 'Ringside.AppImage');
    await put(
      join(folders.data, 'applications/appimagekit_0af3-Ringside.desktop'),
      `[Desktop Entry]\nExec="${file}" %U\n`,
    );
    expect(await keepMenuEntry({ file, content }, folders, env())).toBe(false);
    expect(await text(entry())).toBeNull();
  });

  test('is taken back with its icon, its links and its start with the session, and nothing else', async () => {
    const file = join(home, 'Ringside.AppImage');
    await keepMenuEntry({ file, content }, folders, env());
    await setAutostart(folders.config, file, true, true);
    const defaults = join(home, 'dotfiles/mimeapps.list');
    await put(
      defaults,
      '[Default Applications]\nx-scheme-handler/ringside=ringside-appimage.desktop;\ntext/html=browser.desktop;\n',
    );
    await mkdir(folders.config, { recursive: true });
    await rm(join(folders.config, 'mimeapps.list'), { force: true });
    await symlink(defaults, join(folders.config, 'mimeapps.list'));
    const autostart = join(folders.config, 'autostart/ringside.desktop');
    expect([...(await takeBackMenuEntry(file, folders, env()))].sort()).toEqual(
      [entry(), icon(), autostart].sort(),
    );
    expect([await text(entry()), await text(icon()), await text(autostart)]).toEqual([null, null, null]);
    expect(await text(defaults)).toBe('[Default Applications]\ntext/html=browser.desktop;\n');
    expect(await takeBackMenuEntry(file, folders, env())).toEqual([]);
  });

  test('leaves the start with the session to an installed package', async () => {
    await setAutostart(folders.config, '/opt/Ringside/ringside', true, true);
    await takeBackMenuEntry(join(home, 'Ringside.AppImage'), folders, env());
    expect(await text(join(folders.config, 'autostart/ringside.desktop'))).toContain(
      '/opt/Ringside/ringside',
    );
  });
});

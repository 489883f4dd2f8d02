import type { App } from 'electron';
import { isNameable } from '../installed/desktop-entry.ts';
import { appImageOf } from '../installed/settling-in.ts';
import { xdgFolders } from '../installed/xdg-folders.ts';
import { setAutostart } from './autostart-file.ts';
import type { LoginItem } from './login-item.ts';

/** This system's way to start with the session; only a packaged app has one, and only on the user's own profile. */
export function systemLoginItem(app: App, env = process.env): LoginItem {
  const isOwnProfile = app.commandLine.getSwitchValue('user-data-dir') === '';
  return {
    isAvailable: app.isPackaged && isOwnProfile,
    set: process.platform === 'linux' ? setOnLinux : setByElectron,
  };

  async function setByElectron(on: boolean): Promise<void> {
    if (app.getLoginItemSettings().openAtLogin !== on) app.setLoginItemSettings({ openAtLogin: on });
  }

  async function setOnLinux(on: boolean, isChoice: boolean): Promise<void> {
    const { config } = xdgFolders(env, app.getPath('home'));
    // What runs inside an AppImage lies in a folder that is gone with it.
    const program = appImageOf(app, env)?.file ?? app.getPath('exe');
    if (!isNameable(program)) throw new Error('no entry can name where the app lies');
    await setAutostart(config, program, on, isChoice);
  }
}

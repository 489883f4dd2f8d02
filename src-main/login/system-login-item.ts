import { join } from 'node:path';
import type { App } from 'electron';
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
    const configured = env['XDG_CONFIG_HOME'] ?? '';
    const configHome = configured === '' ? join(app.getPath('home'), '.config') : configured;
    // What runs inside an AppImage lies in a folder that is gone with it.
    await setAutostart(configHome, env['APPIMAGE'] ?? app.getPath('exe'), on, isChoice);
  }
}

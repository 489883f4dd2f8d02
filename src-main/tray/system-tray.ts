// oxlint-disable-next-line no-restricted-imports -- the one place that makes one
import { app, Menu, Tray, type NativeImage } from 'electron';
import type { Log } from '../log/log.ts';
import type { TrayAction, TrayIcon } from './tray-facts.ts';
import { trayIcon } from './tray-icon.ts';
import { createTray, type RingsideTray } from './tray.ts';

/** The tray of this desktop. */
export function createSystemTray(onAction: (action: TrayAction) => void, log: Log): RingsideTray {
  // Five states, eleven counts: each is drawn once.
  const icons = new Map<string, NativeImage>();
  function iconOf(icon: TrayIcon, badge: string): NativeImage {
    const name = `${icon} ${badge}`;
    const drawn = icons.get(name) ?? trayIcon(icon, badge, app.getAppPath());
    icons.set(name, drawn);
    return drawn;
  }
  return createTray({
    newTray: (image) => new Tray(image),
    buildMenu: (template) => Menu.buildFromTemplate(template),
    iconOf,
    hasTitle: process.platform === 'darwin',
    onAction,
    log,
  });
}

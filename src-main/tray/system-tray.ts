// oxlint-disable-next-line no-restricted-imports -- the one place that makes one
import { app, Menu, Tray } from 'electron';
import type { Log } from '../log.ts';
import type { TrayAction } from './tray-facts.ts';
import { trayIcon } from './tray-icon.ts';
import { createTray, type RingsideTray } from './tray.ts';

/** The tray of this desktop. */
export function createSystemTray(onAction: (action: TrayAction) => void, log: Log): RingsideTray {
  return createTray({
    newTray: (image) => new Tray(image),
    buildMenu: (template) => Menu.buildFromTemplate(template),
    iconOf: (icon, badge) => trayIcon(icon, badge, app.getAppPath()),
    hasTitle: process.platform === 'darwin',
    onAction,
    log,
  });
}

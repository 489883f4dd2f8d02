import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The keys that every window has: cut and paste, larger and smaller text, close. Electron's own menu would add tools
 * of developers and links to its pages.
 */
const TEMPLATE: readonly MenuItemConstructorOptions[] = [
  ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
  { role: 'editMenu' },
  {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false },
      { role: 'zoomOut' },
    ],
  },
  { role: 'windowMenu' },
];

export function setWindowMenu(): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate([...TEMPLATE]));
}

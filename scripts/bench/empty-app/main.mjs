// The least that an Electron tray app with one hidden window can be: what the app is measured against.
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, Menu, nativeImage, Tray } from 'electron';

const SIDE = 22;
let tray = null;

if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.on('window-all-closed', () => {});
app.whenReady().then(() => {
  const pixels = Buffer.alloc(SIDE * SIDE * 4, 0xff);
  tray = new Tray(nativeImage.createFromBitmap(pixels, { width: SIDE, height: SIDE }));
  tray.setToolTip('Empty');
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', click: () => app.quit() }]));
  sayThatTheTrayIsReady();
  const window = new BrowserWindow({
    show: app.commandLine.hasSwitch('show'),
    webPreferences: { sandbox: true, contextIsolation: true },
  });
  return window.loadURL('data:text/html,<title>Empty</title><p>Empty</p>');
});

/** In the way that Ringside does: packaged, into its log. */
function sayThatTheTrayIsReady() {
  if (!app.isPackaged) {
    process.stderr.write('tray ready\n');
    return;
  }
  const folder = join(app.getPath('userData'), 'logs');
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, 'ringside.log'), `${new Date().toISOString()} info tray ready\n`);
}

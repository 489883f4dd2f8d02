// The least that an Electron tray app with one hidden window can be: what the app is measured against.
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
  process.stderr.write('tray ready\n');
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true },
  });
  return window.loadURL('data:text/html,<title>Empty</title>');
});

import { BrowserWindow } from 'electron';
import type { HomeState } from '../../src-shared/ipc/contract.ts';
import { push } from '../ipc/push.ts';
import type { Log } from '../log.ts';
import { guardedPreferences } from '../security/web-preferences.ts';

/** Changes in quick succession, such as a replay, are told once. */
const TELL_AFTER_MS = 100;

export interface HomeWindowOptions {
  readonly url: string;
  readonly preload: string;
  readonly log: Log;
  readonly state: () => HomeState;
}

/** Pairing and the list of calls: an ordinary window, made when it is first asked for and hidden when closed. */
export interface HomeWindow {
  show(): void;
  /** Something of its state changed. Costs nothing while it is hidden. */
  changed(): void;
  owns(webContentsId: number): boolean;
  /** From here on closing closes. */
  letClose(): void;
  reload(): void;
}

export function createHomeWindow({ url, preload, log, state }: HomeWindowOptions): HomeWindow {
  let window: BrowserWindow | null = null;
  let telling: NodeJS.Timeout | null = null;
  let closable = false;

  function make(): BrowserWindow {
    const made = new BrowserWindow({
      width: 440,
      height: 640,
      minWidth: 360,
      minHeight: 420,
      show: false,
      title: 'Ringside',
      autoHideMenuBar: true,
      webPreferences: guardedPreferences(preload),
    });
    made.on('close', (event) => {
      if (closable) return;
      event.preventDefault();
      made.hide();
    });
    made.on('closed', () => (window = null));
    made.webContents.on('render-process-gone', (_, { reason }) => {
      log.error('the home window lost its page', { reason });
      made.destroy();
    });
    made.once('ready-to-show', () => made.show());
    made.loadURL(url).catch(() => log.error('the home window could not be loaded'));
    return made;
  }

  function tell(): void {
    telling = null;
    if (window !== null && window.isVisible()) push(window.webContents, 'home:state', state());
  }

  return {
    show() {
      if (window === null) {
        window = make();
        return;
      }
      push(window.webContents, 'home:state', state());
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    changed() {
      if (window !== null) telling ??= setTimeout(tell, TELL_AFTER_MS);
    },
    owns: (id) => window !== null && !window.isDestroyed() && window.webContents.id === id,
    letClose() {
      closable = true;
    },
    reload: () => window?.webContents.reload(),
  };
}

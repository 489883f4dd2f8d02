import { BrowserWindow } from 'electron';
import { PRODUCT } from '../../src-shared/product.ts';
import type { HomePlace, HomeState, PushChannel, Pushes } from '../../src-shared/ipc/contract.ts';
import { push } from '../ipc/push.ts';
import type { Log } from '../log.ts';
import { guardedPreferences } from '../security/web-preferences.ts';
import { HOME_MIN } from './home-bounds.ts';
import type { HomePlaces } from './home-places.ts';
import { setWindowMenu } from './window-menu.ts';

/** Changes in quick succession, such as a replay, are told once. */
const TELL_AFTER_MS = 100;

export interface HomeWindowOptions {
  readonly url: string;
  readonly preload: string;
  /** The picture of the window in task bars and switchers. */
  readonly icon: string;
  readonly places: HomePlaces;
  readonly log: Log;
  readonly state: () => HomeState;
}

/** The rooms of the app: an ordinary window, made when it is first asked for and hidden when closed. */
export interface HomeWindow {
  /** Brings it to the front, in a room when one is named. */
  show(place?: HomePlace): void;
  /** Its page is mounted and asks for what to draw. */
  ready(): HomeState;
  /** Something of its state changed. Costs nothing while it is hidden. */
  changed(): void;
  /** Tells its page, if there is one; a page that comes later asks. */
  push<C extends PushChannel>(channel: C, state: Pushes[C]): void;
  /** Whether there is a page that listens, on screen or hidden. */
  readonly isMade: boolean;
  owns(webContentsId: number): boolean;
  /** From here on closing closes. */
  letClose(): void;
  reload(): void;
}

export function createHomeWindow(options: HomeWindowOptions): HomeWindow {
  const { url, preload, icon, places, log, state } = options;
  let window: BrowserWindow | null = null;
  let telling: NodeJS.Timeout | null = null;
  let closable = false;
  /** The page that listens; one that is still loading is told where to go when it asks. */
  let mounted = false;
  let waiting: HomePlace | null = null;

  function make(): BrowserWindow {
    setWindowMenu();
    const made = new BrowserWindow({
      ...places.place(),
      minWidth: HOME_MIN.width,
      minHeight: HOME_MIN.height,
      show: false,
      title: PRODUCT,
      icon,
      webPreferences: guardedPreferences(preload),
    });
    // Its keys work all the same.
    made.setMenuBarVisibility(false);
    places.follow(made);
    made.on('close', (event) => {
      if (closable) return;
      event.preventDefault();
      made.hide();
    });
    made.on('closed', () => (window = null));
    made.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) mounted = false;
    });
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

  function goTo(place: HomePlace): void {
    if (window !== null && mounted) push(window.webContents, 'home:goTo', place);
    else waiting = place;
  }

  return {
    show(place) {
      if (place !== undefined) goTo(place);
      if (window === null) {
        mounted = false;
        window = make();
        return;
      }
      push(window.webContents, 'home:state', state());
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    ready() {
      mounted = true;
      const place = waiting;
      waiting = null;
      if (place !== null) setImmediate(() => goTo(place));
      return state();
    },
    changed() {
      if (window !== null) telling ??= setTimeout(tell, TELL_AFTER_MS);
    },
    push(channel, told) {
      if (window !== null) push(window.webContents, channel, told);
    },
    get isMade() {
      return window !== null && mounted;
    },
    owns: (id) => window !== null && !window.isDestroyed() && window.webContents.id === id,
    letClose() {
      closable = true;
    },
    reload: () => window?.webContents.reload(),
  };
}

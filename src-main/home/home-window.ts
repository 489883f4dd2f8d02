import { BrowserWindow } from 'electron';
import { PRODUCT } from '../../src-shared/product.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import type { PushChannel, Pushes } from '../../src-shared/ipc/contract.ts';
import type { HomePlace, HomeState } from '../../src-shared/ipc/home.ts';
import { createPageLife } from '../page-life/page-life.ts';
import { createHomeCare, type HomeCare } from './home-care.ts';
import { push } from '../ipc/push.ts';
import type { Log } from '../log/log.ts';
import { guardedPreferences } from '../security/web-preferences.ts';
import { HOME_MIN } from './home-bounds.ts';
import type { HomePlaces } from './home-places.ts';
import { setWindowMenu } from './window-menu.ts';

/** A page that has not asked for anything by then never will. */
const LOADED_WITHIN_MS = 20_000;

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
  /** No page can be made in this process any more. */
  readonly onNoPages: () => void;
}

/** The rooms of the app: an ordinary window, made when it is first asked for and hidden when closed. */
export interface HomeWindow extends Pick<HomeCare, 'carefulRows' | 'carefulDetail'> {
  /** Brings it to the front, in a room when one is named. */
  show(place?: HomePlace): void;
  /** Calls back when it is brought to the front. @returns the unsubscribe */
  onShow(listener: () => void): () => void;
  /** Its page is mounted and asks for what to draw. */
  ready(): HomeState;
  /** It shows the list of calls, or a call. */
  drawn(call: CallKey | null): void;
  /** Its page says that it can draw nothing any more. */
  failed(): void;
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
  const { url, preload, icon, places, log, state, onNoPages } = options;
  let window: BrowserWindow | null = null;
  let telling: NodeJS.Timeout | null = null;
  let closable = false;
  /** The page that listens; one that is still loading is told where to go when it asks. */
  let mounted = false;
  let waiting: HomePlace | null = null;
  let loading: NodeJS.Timeout | undefined;
  const listeners = new Set<() => void>();
  const life = createPageLife({ window: 'home', remake: () => void (window ??= make()), onNoPages, log });
  const care = createHomeCare({
    life,
    isSeen: () => window !== null && window.isVisible() && !window.isMinimized(),
    onHung: () => lost(window, 'not drawn'),
  });

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
    made.on('closed', () => {
      if (window === made) window = null;
    });
    made.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) mounted = false;
    });
    made.webContents.on('render-process-gone', (_, { reason }) => lost(made, reason));
    made.on('unresponsive', () => lost(made, 'unresponsive'));
    made.once('ready-to-show', () => made.show());
    made.loadURL(url).catch(() => lost(made, 'not loaded'));
    clearTimeout(loading);
    loading = setTimeout(() => {
      if (!mounted) lost(made, 'not loaded');
    }, LOADED_WITHIN_MS);
    return made;
  }

  /** One that the agent was looking at comes back by itself, without what it died of; another when it is asked for. */
  function lost(broken: BrowserWindow | null, why: string): void {
    if (broken === null || broken !== window || closable) return;
    const isSeen = !broken.isDestroyed() && (broken.isVisible() || !mounted);
    window = null;
    mounted = false;
    if (!broken.isDestroyed()) broken.destroy();
    care.forget();
    life.died(why, isSeen ? 0 : null);
  }

  function pushState(): void {
    telling = null;
    if (window !== null && window.isVisible()) push(window.webContents, 'home:state', state());
  }

  function goTo(place: HomePlace): void {
    if (window !== null && mounted) push(window.webContents, 'home:goTo', place);
    else waiting = place;
  }

  return {
    show(place) {
      for (const listener of listeners) listener();
      if (place !== undefined) goTo(place);
      if (window === null) {
        mounted = false;
        life.remakeNow();
        return;
      }
      push(window.webContents, 'home:state', state());
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    onShow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ready() {
      mounted = true;
      clearTimeout(loading);
      const place = waiting;
      waiting = null;
      if (place !== null) setImmediate(() => goTo(place));
      return state();
    },
    drawn: care.drawn,
    failed: () => lost(window, 'blank'),
    carefulRows: care.carefulRows,
    carefulDetail: care.carefulDetail,
    changed() {
      if (window !== null) telling ??= setTimeout(pushState, TELL_AFTER_MS);
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
      clearTimeout(loading);
      life.close();
      care.forget();
    },
    reload: () => window?.webContents.reload(),
  };
}

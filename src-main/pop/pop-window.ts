import { BrowserWindow, screen, type Display } from 'electron';
import { NOTHING_SHOWN, type PopState, type RequestPayload } from '../../src-shared/ipc/contract.ts';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import { push } from '../ipc/push.ts';
import { keyboardOf, type Keyboard } from '../summon/keyboard.ts';
import type { Log } from '../log.ts';
import { guardedPreferences } from '../security/web-preferences.ts';
import { outlineOf } from './outline.ts';
import { isEmpty, type Picture } from './picture.ts';
import { placePop, roomIn } from './placement.ts';
import { watchDisplays, type PopDisplays } from './pop-displays.ts';
import { ringingIn } from './ringing.ts';
import { popWindowOptions } from './window-options.ts';

/** With no card due there is no hurry to make a broken window again, and a loop must not spin. */
const REMAKE_AFTER_MS = 2_000;

/** A page that has not laid out a card by then never will. */
const LAYOUT_WITHIN_MS = 3_000;

export type Layout = RequestPayload<'pop:layout'>;

export interface PopWindowOptions {
  readonly url: string;
  readonly preload: string;
  readonly log: Log;
  readonly displays: PopDisplays;
  readonly preferences: () => Preferences;
  /** The page was lost: no pointer can be on a card. */
  readonly onLetGo: () => void;
  /** The focus went from the cards to another window. */
  readonly onKeyboardLost: () => void;
}

/** The one window that shows cards, made at start and kept hidden. It never takes the focus. */
export interface PopWindow {
  readonly state: PopState;
  /** Sends the picture; the window follows when its page has laid it out. */
  draw(picture: Picture): void;
  /** The agent chose another corner or display: holds at once. */
  follow(now: Preferences, before: Preferences): void;
  /** Where the page has put the cards: fits the window to them and shows it, or hides it when there are none. */
  place(layout: Layout): void;
  /** The agent has clicked where they want to type. */
  trustKeys(): void;
  owns(webContentsId: number): boolean;
  /** Loads the page again, for development. */
  reload(): void;
  destroy(): void;
}

export function createPopWindow(options: PopWindowOptions): PopWindow {
  const { url, preload, log, displays, preferences, onLetGo, onKeyboardLost } = options;
  let state: PopState = NOTHING_SHOWN;
  let shown: ReadonlySet<string> = new Set();
  let remaking: NodeJS.Timeout | undefined;
  let waiting: NodeJS.Timeout | undefined;
  let destroyed = false;
  /** Once on screen it stays on its display. */
  let display: Display | null = null;
  let keyboard: Keyboard;
  let window = make();
  const refit = () => {
    display = null;
    if (!isEmpty(state)) tell(state);
  };
  const stopWatching = watchDisplays(refit);

  function make(): BrowserWindow {
    const made = new BrowserWindow({
      ...popWindowOptions(process.platform),
      webPreferences: {
        ...guardedPreferences(preload),
        backgroundThrottling: false,
        // The phone rings before anybody has touched the page.
        autoplayPolicy: 'no-user-gesture-required',
      },
    });
    made.setFocusable(false);
    keyboard = keyboardOf(made, onKeyboardLost);
    if (process.platform === 'darwin') made.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    made.webContents.on('render-process-gone', (_, { reason }) => remake(made, reason));
    made.on('unresponsive', () => remake(made, 'unresponsive'));
    made.on('closed', () => remake(made, 'closed'));
    // A page of ours that is not there still counts as loaded.
    made.webContents.on('did-navigate', (_, __, status) => {
      if (status >= 400) remake(made, 'not loaded');
    });
    made.loadURL(url).catch(() => remake(made, 'not loaded'));
    return made;
  }

  function remake(broken: BrowserWindow, why: string): void {
    if (destroyed || broken !== window || remaking !== undefined) return;
    log.error('the pop window is made again', { why });
    shown = new Set();
    const hurry = !isEmpty(state) && why !== 'not loaded';
    remaking = setTimeout(remakeNow, hurry ? 0 : REMAKE_AFTER_MS);
  }

  function remakeNow(): void {
    clearTimeout(remaking);
    remaking = undefined;
    if (destroyed) return;
    const broken = window;
    window = make();
    if (!broken.isDestroyed()) broken.destroy();
    expectLayout();
    onLetGo();
  }

  /** The page is told of a card and must answer with its layout: a card that is due is not left to a dead page. */
  function expectLayout(): void {
    clearTimeout(waiting);
    if (isEmpty(state)) return;
    const due = window;
    waiting = setTimeout(() => remake(due, 'no layout'), LAYOUT_WITHIN_MS);
  }

  /** A display that is away by now is chosen anew. */
  function displayNow(): Display {
    const there = screen.getAllDisplays().find(({ id }) => id === display?.id);
    display = there ?? displays.choose(preferences().display);
    return display;
  }

  function tell(picture: Picture): void {
    const { corner } = preferences();
    const place = { corner, room: roomIn(displayNow().workArea) };
    state = { ...picture, revision: state.revision + 1, place };
    expectLayout();
    push(window.webContents, 'pop:state', state);
  }

  function fit({ height, cards }: Layout): void {
    window.setBounds(placePop(height, displayNow().workArea, state.place.corner));
    if (process.platform === 'linux') window.setShape(outlineOf(cards));
  }

  function hide(): void {
    shown = new Set();
    display = null;
    if (!window.isDestroyed() && window.isVisible()) window.hide();
  }

  return {
    get state() {
      return state;
    },
    draw(picture) {
      if (window.isDestroyed()) {
        state = { ...state, ...picture };
        if (!isEmpty(picture)) remakeNow();
        return;
      }
      tell(picture);
      if (!picture.summoned) keyboard.giveBack();
      if (isEmpty(picture)) hide();
    },
    follow(now, before) {
      if (window.isDestroyed()) return;
      if (now.corner !== before.corner || now.display !== before.display) refit();
    },
    place(layout) {
      if (layout.revision !== state.revision || window.isDestroyed()) return;
      clearTimeout(waiting);
      if (isEmpty(state) || layout.cards.length === 0) {
        hide();
        return;
      }
      fit(layout);
      window.setAlwaysOnTop(ringingIn(state) > 0, 'pop-up-menu');
      if (!window.isVisible()) window.showInactive();
      else if (state.cards.some(({ key }) => !shown.has(key))) window.moveTop();
      if (state.summoned) keyboard.take();
      shown = new Set(state.cards.map(({ key }) => key));
    },
    trustKeys: () => keyboard.trust(),
    owns: (id) => !window.isDestroyed() && window.webContents.id === id,
    reload: () => window.webContents.reload(),
    destroy() {
      destroyed = true;
      clearTimeout(remaking);
      clearTimeout(waiting);
      stopWatching();
      if (!window.isDestroyed()) window.destroy();
    },
  };
}

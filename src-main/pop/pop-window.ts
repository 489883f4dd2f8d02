import { BrowserWindow, screen, type Display } from 'electron';
import type { RequestPayload } from '../../src-shared/ipc/contract.ts';
import { NOTHING_SHOWN, type PopState } from '../../src-shared/ipc/pop.ts';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import { push } from '../ipc/push.ts';
import { keyboardOf, type Keyboard } from '../summon/keyboard.ts';
import { watchDisplays } from '../displays/system-displays.ts';
import type { Log } from '../log/log.ts';
import { guardedPreferences } from '../security/web-preferences.ts';
import { outlineOf } from './outline.ts';
import { createPageLife } from '../page-life/page-life.ts';
import { managesDocks } from './can-place.ts';
import { careful, contentsOf } from './careful.ts';
import { EMPTY, isEmpty, type Picture } from './picture.ts';
import { placePop, roomIn } from './placement.ts';
import type { PopDisplays } from './pop-displays.ts';
import { ringingIn } from './ringing.ts';
import { popWindowOptions } from './window-options.ts';

/** With no card due there is no hurry to make a broken window again, and a loop must not spin. */
const REMAKE_AFTER_MS = 2_000;

/** A page that does not live on with a card on it by then never will. */
const DRAWN_WITHIN_MS = 4_000;

/** The same for a page that is still loading, on a machine that is busy. */
const LOADED_WITHIN_MS = 10_000;

export type Layout = RequestPayload<'pop:layout'>;

export interface PopWindowOptions {
  readonly url: string;
  readonly preload: string;
  readonly log: Log;
  readonly displays: PopDisplays;
  readonly preferences: () => Preferences;
  /** The page was lost: no pointer can be on a card. */
  readonly onLetGo: () => void;
  /** Whether the page can draw is another by now. */
  readonly onAbility: () => void;
  /** No page can be made in this process any more. */
  readonly onNoPages: () => void;
  /** The focus went from the cards to another window. */
  readonly onKeyboardLost: () => void;
}

/** The one window that shows cards, made at start and kept hidden. It never takes the focus. */
export interface PopWindow {
  readonly state: PopState;
  /** Page after page dies of what it is to draw, or cannot even be made: somebody else has to say who calls. */
  readonly isFailing: boolean;
  /** The page listens, and asks for what to draw. */
  ready(): PopState;
  /** The page has a state on screen, as a whole. */
  drawn(revision: number): void;
  /** The page says that it can draw nothing any more. */
  failed(): void;
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
  const { url, preload, log, displays, preferences, onLetGo, onAbility, onKeyboardLost } = options;
  let state: PopState = NOTHING_SHOWN;
  /** In full, whatever the page can draw of it. */
  let latest: Picture = EMPTY;
  /** The page listens: what it is told from here on it may die of. */
  let listens = false;
  let shown: ReadonlySet<string> = new Set();
  let waiting: NodeJS.Timeout | undefined;
  let destroyed = false;
  /** Once on screen it stays on its display. */
  let display: Display | null = null;
  let keyboard: Keyboard;
  const life = createPageLife({ window: 'pop', remake, onNoPages: options.onNoPages, log });
  let window = make();
  const refit = () => {
    display = null;
    if (!isEmpty(latest) && !window.isDestroyed()) draw(latest);
  };
  const stopWatching = watchDisplays(refit);

  function make(): BrowserWindow {
    const made = new BrowserWindow({
      ...popWindowOptions(process.platform, managesDocks(process.env)),
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
    made.webContents.on('render-process-gone', (_, { reason }) => died(made, reason));
    made.on('unresponsive', () => died(made, 'unresponsive'));
    made.on('closed', () => died(made, 'closed'));
    // A page of ours that is not there still counts as loaded.
    made.webContents.on('did-navigate', (_, __, status) => {
      if (status >= 400) died(made, 'not loaded');
    });
    made.loadURL(url).catch(() => died(made, 'not loaded'));
    return made;
  }

  function died(broken: BrowserWindow, why: string): void {
    if (destroyed || broken !== window || life.isDue) return;
    clearTimeout(waiting);
    listens = false;
    shown = new Set();
    const hurry = !isEmpty(latest) && why !== 'not loaded';
    life.died(why, hurry ? 0 : REMAKE_AFTER_MS);
    // One that hangs on what it draws is of no use, and a dead one shows nothing.
    if (life.isGivenUp && !broken.isDestroyed()) broken.destroy();
    if (life.isFailing) onAbility();
  }

  function remake(): void {
    if (destroyed) return;
    const broken = window;
    state = stateOf(latest);
    window = make();
    if (!broken.isDestroyed()) broken.destroy();
    expectDrawn();
    onLetGo();
  }

  /** The page is told of a card and must live to say that it is drawn: a card that is due is not left to a dead page. */
  function expectDrawn(): void {
    clearTimeout(waiting);
    if (isEmpty(state)) return;
    const due = window;
    waiting = setTimeout(() => died(due, 'not drawn'), listens ? DRAWN_WITHIN_MS : LOADED_WITHIN_MS);
  }

  /** A display that is away by now is chosen anew. */
  function displayNow(): Display {
    const there = screen.getAllDisplays().find(({ id }) => id === display?.id);
    display = there ?? displays.choose(preferences().display);
    return display;
  }

  function stateOf(picture: Picture): PopState {
    const { corner } = preferences();
    const place = { corner, room: roomIn(displayNow().workArea) };
    return { ...careful(picture, life.careFor), revision: state.revision + 1, place };
  }

  function draw(picture: Picture): void {
    latest = picture;
    state = stateOf(picture);
    expectDrawn();
    if (listens) life.told(contentsOf(state));
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
    get isFailing() {
      return life.isFailing;
    },
    ready() {
      listens = true;
      life.told(contentsOf(state));
      expectDrawn();
      return state;
    },
    drawn(revision) {
      if (revision !== state.revision) return;
      clearTimeout(waiting);
      const wasFailing = life.isFailing;
      life.drawn();
      if (wasFailing) onAbility();
    },
    failed: () => died(window, 'blank'),
    draw(picture) {
      if (window.isDestroyed() || life.isDue) {
        const isNew = picture.cards.some(({ key }) => !latest.cards.some((card) => card.key === key));
        latest = picture;
        // A new call waits for nothing, and is one more chance for a page that was given up.
        if (isNew || (!isEmpty(picture) && !life.isGivenUp && !life.isDue)) life.remakeNow();
        return;
      }
      draw(picture);
      if (!picture.summoned) keyboard.giveBack();
      if (isEmpty(picture)) hide();
    },
    follow(now, before) {
      if (window.isDestroyed()) return;
      if (now.corner !== before.corner || now.display !== before.display) refit();
    },
    place(layout) {
      if (layout.revision !== state.revision || window.isDestroyed()) return;
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
      life.close();
      clearTimeout(waiting);
      stopWatching();
      if (!window.isDestroyed()) window.destroy();
    },
  };
}

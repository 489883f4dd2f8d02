import { BrowserWindow, screen } from 'electron';
import { NOTHING_SHOWN, type PopState, type RequestPayload } from '../../src-shared/ipc/contract.ts';
import { push } from '../ipc/push.ts';
import type { Log } from '../log.ts';
import { guardedPreferences } from '../security/web-preferences.ts';
import { outlineOf } from './outline.ts';
import { placePop } from './placement.ts';
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
  /** The page was lost: no pointer can be on a card. */
  readonly onLetGo: () => void;
}

/** The one window that shows cards, made at start and kept hidden. It never takes the focus. */
export interface PopWindow {
  /** Sends the picture; the window follows when its page has laid it out. */
  draw(state: PopState): void;
  /** Where the page has put the cards: fits the window to them and shows it, or hides it when there are none. */
  place(layout: Layout): void;
  owns(webContentsId: number): boolean;
  /** Loads the page again, for development. */
  reload(): void;
  destroy(): void;
}

export function createPopWindow({ url, preload, log, onLetGo }: PopWindowOptions): PopWindow {
  let state: PopState = NOTHING_SHOWN;
  let shown: ReadonlySet<string> = new Set();
  let remaking: NodeJS.Timeout | undefined;
  let waiting: NodeJS.Timeout | undefined;
  let destroyed = false;
  let last: Layout | null = null;
  let window = make();
  const refit = () => {
    if (last !== null && !window.isDestroyed() && window.isVisible()) fit(last);
  };
  screen.on('display-removed', refit);
  screen.on('display-metrics-changed', refit);

  function make(): BrowserWindow {
    const made = new BrowserWindow({
      ...popWindowOptions(process.platform),
      webPreferences: { ...guardedPreferences(preload), backgroundThrottling: false },
    });
    made.setContentProtection(true);
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
    const hurry = state.cards.length > 0 && why !== 'not loaded';
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
    if (state.cards.length === 0) return;
    const due = window;
    waiting = setTimeout(() => remake(due, 'no layout'), LAYOUT_WITHIN_MS);
  }

  /** On the display with the pointer; once on screen it stays on its display. */
  function fit({ height, cards }: Layout): void {
    const { workArea } = window.isVisible()
      ? screen.getDisplayMatching(window.getBounds())
      : screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    window.setBounds(placePop(height, cards, workArea));
    if (process.platform === 'linux') window.setShape(outlineOf(cards));
  }

  function hide(): void {
    shown = new Set();
    if (!window.isDestroyed() && window.isVisible()) window.hide();
  }

  return {
    draw(next) {
      state = next;
      expectLayout();
      if (window.isDestroyed()) {
        if (next.cards.length > 0) remakeNow();
        return;
      }
      push(window.webContents, 'pop:state', next);
      if (next.cards.length === 0) hide();
    },
    place(layout) {
      if (layout.revision !== state.revision || window.isDestroyed()) return;
      clearTimeout(waiting);
      if (state.cards.length === 0 || layout.cards.length === 0) {
        hide();
        return;
      }
      last = layout;
      fit(layout);
      window.setAlwaysOnTop(ringingIn(state) > 0, 'pop-up-menu');
      if (!window.isVisible()) window.showInactive();
      else if (state.cards.some(({ key }) => !shown.has(key))) window.moveTop();
      shown = new Set(state.cards.map(({ key }) => key));
    },
    owns: (id) => !window.isDestroyed() && window.webContents.id === id,
    reload: () => window.webContents.reload(),
    destroy() {
      destroyed = true;
      clearTimeout(remaking);
      clearTimeout(waiting);
      screen.removeListener('display-removed', refit);
      screen.removeListener('display-metrics-changed', refit);
      if (!window.isDestroyed()) window.destroy();
    },
  };
}

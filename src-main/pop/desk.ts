import { globalShortcut } from 'electron';
import type { CallBook } from '../book/call-book.ts';
import type { CardView } from '../card/card-view.ts';
import { missedFile } from '../digest/missed-file.ts';
import type { Log } from '../log/log.ts';
import type { PreferenceStore } from '../preferences/preference-store.ts';
import { watchSystemPresence } from '../presence/system-presence.ts';
import type { AppStateStore } from '../app-state/app-state.ts';
import { createShortcut } from '../summon/shortcut.ts';
import { openPopDisplays } from './pop-displays.ts';
import { createPopWindow, type PopWindow } from './pop-window.ts';
import { openSettledRings } from './settled-rings.ts';
import { windowKindNow } from './window-kind.ts';
import { openStage, type Stage } from './stage.ts';

export interface DeskParts {
  readonly page: { readonly url: string; readonly preload: string };
  /** Where is kept what was missed, what rang, and which display was chosen. */
  readonly paths: { readonly missed: string; readonly settledRings: string; readonly popDisplays: string };
  readonly book: CallBook;
  readonly appState: Pick<AppStateStore, 'get' | 'relayNow'>;
  readonly preferences: PreferenceStore;
  readonly view: CardView;
  /** Calls that began earlier are not drawn by themselves, ms since 1970; null: every call is. */
  readonly heldBefore: number | null;
  /** There is another picture. */
  readonly onDrawn: () => void;
  /** The agent went away or came back: timers may have stood still. */
  readonly onPresence: () => void;
  /** No page can be made in this process any more. */
  readonly onNoPages: () => void;
  /** The agent asked for cards, and there is none. */
  readonly openCalls: () => void;
  readonly log: Log;
}

/** The agent's screen: the cards on it, whether somebody is there to see them, and the shortcut that asks for them. */
export interface Desk {
  readonly stage: Stage;
  readonly pop: PopWindow;
  isAway(): boolean;
  /** Another program holds the shortcut, or it is none. */
  isShortcutRefused(): boolean;
  close(): void;
  /** Resolves when what was missed and what rang is on disk, or when the disk has failed. */
  settled(): Promise<unknown>;
}

export function openDesk(parts: DeskParts): Desk {
  const { page, paths, book, appState, preferences, view, log } = parts;
  const placeable = windowKindNow() !== 'wayland';
  const displays = openPopDisplays(paths.popDisplays, log);
  const missed = missedFile(paths.missed, log);
  const settled = openSettledRings(paths.settledRings, log, Date.now());
  const presence = watchSystemPresence(() => {
    stage.refresh();
    parts.onPresence();
  });
  const pop = createPopWindow({
    ...page,
    log,
    displays,
    preferences: preferences.get,
    onLetGo: () => stage.letGo(),
    onAbility: parts.onDrawn,
    onNoPages: parts.onNoPages,
    onKeyboardLost: () => stage.release(),
  });
  const stage = openStage({
    book,
    appState: appState.get,
    relayNow: appState.relayNow,
    settled,
    view,
    preferences: preferences.get,
    isAway: presence.isAway,
    missed,
    heldBefore: parts.heldBefore,
    placeable,
    draw(picture) {
      if (placeable) pop.draw(picture);
      parts.onDrawn();
    },
  });
  const shortcut = createShortcut(globalShortcut, () => {
    if (stage.state.summoned) stage.release();
    else if (!placeable || !stage.summon()) parts.openCalls();
  });
  shortcut.use(preferences.get().summonShortcut);
  const stopFollowing = preferences.onChange((now, before) => {
    if (now.display !== before.display) displays.keep(now.display);
    if (now.summonShortcut !== before.summonShortcut) shortcut.use(now.summonShortcut);
    pop.follow(now, before);
    stage.refresh();
  });

  return {
    stage,
    pop,
    isAway: presence.isAway,
    isShortcutRefused: () => shortcut.isRefused,
    close() {
      stopFollowing();
      presence.close();
      shortcut.close();
      stage.close();
      pop.destroy();
    },
    settled: () => Promise.all([missed.settled(), settled.settled()]),
  };
}

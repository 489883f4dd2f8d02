import { screen, type BrowserWindow } from 'electron';
import * as v from 'valibot';
import { jsonFile } from '../disk/json-file.ts';
import type { Rect } from '../displays/arrangement.ts';
import { arrangementNow } from '../displays/system-displays.ts';
import type { Log } from '../log/log.ts';
import { keepBounds, placeHome, type KeptBounds } from './home-bounds.ts';

/** A window that is dragged tells every pixel of its way. */
const SETTLED_AFTER_MS = 500;

const pixels = v.pipe(v.number(), v.safeInteger());
const keptSchema = v.record(v.string(), v.object({ x: pixels, y: pixels, width: pixels, height: pixels }));

/** Remembers where the home window was, for each arrangement of displays. */
export interface HomePlaces {
  /** Where to put it now. */
  place(): Rect;
  /** Keeps where the agent moves it. */
  follow(window: BrowserWindow): void;
  /** Resolves when the last place is on disk, or when the disk has failed. */
  settled(): Promise<unknown>;
}

/** Keeps the places in the file at `path`. */
export function openHomePlaces(path: string, log: Log): HomePlaces {
  const file = jsonFile<KeptBounds>(path, keptSchema, 'the window’s place', log);
  let kept = file.readOr({});

  function keep(window: BrowserWindow): void {
    if (window.isDestroyed() || window.isMinimized()) return;
    kept = keepBounds(kept, arrangementNow(), window.getNormalBounds());
    void file.keep(kept);
  }

  return {
    place() {
      const primary = screen.getPrimaryDisplay();
      const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
      return placeHome(kept[arrangementNow()], [primary.workArea, ...others.map(({ workArea }) => workArea)]);
    },
    follow(window) {
      let settling: NodeJS.Timeout | undefined;
      const later = (): void => {
        clearTimeout(settling);
        settling = setTimeout(() => keep(window), SETTLED_AFTER_MS);
      };
      window.on('move', later);
      window.on('resize', later);
      window.on('closed', () => clearTimeout(settling));
    },
    settled: file.settled,
  };
}

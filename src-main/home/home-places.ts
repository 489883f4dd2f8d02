import { readFileSync } from 'node:fs';
import { screen, type BrowserWindow } from 'electron';
import * as v from 'valibot';
import { writeAtomically } from '../disk/write-atomically.ts';
import { codeOf, type Log } from '../log.ts';
import type { Rect } from '../pop/placement.ts';
import { arrangementOf, keepBounds, placeHome, type KeptBounds } from './home-bounds.ts';

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
}

/** Keeps the places in the file at `path`; an unreadable one means none. */
export function openHomePlaces(path: string, log: Log): HomePlaces {
  let writing: Promise<unknown> = Promise.resolve();

  function keep(window: BrowserWindow): void {
    if (window.isDestroyed() || window.isMinimized()) return;
    const text = JSON.stringify(keepBounds(read(path, log), arrangement(), window.getNormalBounds()));
    writing = writing
      .then(() => writeAtomically(path, [`${text}\n`]))
      .catch((error: unknown) => log.warn('the window’s place could not be kept', { code: codeOf(error) }));
  }

  return {
    place() {
      const primary = screen.getPrimaryDisplay();
      const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
      return placeHome(read(path, log)[arrangement()], [
        primary.workArea,
        ...others.map(({ workArea }) => workArea),
      ]);
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
  };
}

function arrangement(): string {
  return arrangementOf(screen.getAllDisplays().map(({ bounds }) => bounds));
}

function read(path: string, log: Log): KeptBounds {
  try {
    const kept = v.safeParse(keptSchema, JSON.parse(readFileSync(path, 'utf8')));
    return kept.success ? kept.output : {};
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') log.warn('the window’s place cannot be read', { code: codeOf(error) });
    return {};
  }
}

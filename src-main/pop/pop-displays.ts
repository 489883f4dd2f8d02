import { readFileSync } from 'node:fs';
import { screen, type Display } from 'electron';
import * as v from 'valibot';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import { writeAtomically } from '../disk/write-atomically.ts';
import { arrangementOf } from '../home/home-bounds.ts';
import { codeOf, type Log } from '../log.ts';
import { chooseDisplay, keepDisplay, type KeptDisplays } from './display-choice.ts';

const keptSchema = v.record(v.string(), v.pipe(v.number(), v.safeInteger()));

/** Which display the cards go to. */
export interface PopDisplays {
  /** The one to come up on now. */
  choose(choice: Preferences['display']): Display;
  /** The agent has chosen: it holds for this arrangement of displays. */
  keep(choice: Preferences['display']): void;
}

/** Keeps the choices in the file at `path`; an unreadable one means none. */
export function openPopDisplays(path: string, log: Log): PopDisplays {
  let kept = read(path, log);
  let writing: Promise<unknown> = Promise.resolve();
  return {
    choose: (choice) =>
      chooseDisplay(
        choice,
        {
          displays: screen.getAllDisplays(),
          primary: screen.getPrimaryDisplay(),
          pointed: screen.getDisplayNearestPoint(screen.getCursorScreenPoint()),
        },
        kept[arrangement()],
      ),
    keep(choice) {
      kept = keepDisplay(kept, arrangement(), choice);
      const text = JSON.stringify(kept);
      writing = writing
        .then(() => writeAtomically(path, [`${text}\n`]))
        .catch((error: unknown) => log.warn('the display could not be kept', { code: codeOf(error) }));
    },
  };
}

/** Hears of displays that come, go or change. @returns stops watching */
export function watchDisplays(onChange: () => void): () => void {
  screen.on('display-added', onChange);
  screen.on('display-removed', onChange);
  screen.on('display-metrics-changed', onChange);
  return () => {
    screen.removeListener('display-added', onChange);
    screen.removeListener('display-removed', onChange);
    screen.removeListener('display-metrics-changed', onChange);
  };
}

function arrangement(): string {
  return arrangementOf(screen.getAllDisplays().map(({ bounds }) => bounds));
}

function read(path: string, log: Log): KeptDisplays {
  try {
    const kept = v.safeParse(keptSchema, JSON.parse(readFileSync(path, 'utf8')));
    return kept.success ? kept.output : {};
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') log.warn('the display cannot be read', { code: codeOf(error) });
    return {};
  }
}

import { screen, type Display } from 'electron';
import * as v from 'valibot';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import { jsonFile } from '../disk/json-file.ts';
import { arrangementOf } from '../home/home-bounds.ts';
import type { Log } from '../log/log.ts';
import { chooseDisplay, keepDisplay } from './display-choice.ts';

const keptSchema = v.record(v.string(), v.pipe(v.number(), v.safeInteger()));

/** Which display the cards go to. */
export interface PopDisplays {
  /** The one to come up on now. */
  choose(choice: Preferences['display']): Display;
  /** The agent has chosen: it holds for this arrangement of displays. */
  keep(choice: Preferences['display']): void;
}

/** Keeps the choices in the file at `path`. */
export function openPopDisplays(path: string, log: Log): PopDisplays {
  const file = jsonFile(path, keptSchema, 'the display', log);
  let kept = file.readOr({});
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
      void file.keep(kept);
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

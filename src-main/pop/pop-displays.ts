import { screen, type Display } from 'electron';
import * as v from 'valibot';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import { jsonFile } from '../disk/json-file.ts';
import { arrangementNow } from '../displays/system-displays.ts';
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
        kept[arrangementNow()],
      ),
    keep(choice) {
      kept = keepDisplay(kept, arrangementNow(), choice);
      void file.keep(kept);
    },
  };
}

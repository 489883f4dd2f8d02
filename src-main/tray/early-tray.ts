import type { Language } from '../../src-shared/words/language.ts';
import type { Log } from '../log/log.ts';
import { createSystemTray } from './system-tray.ts';
import type { TrayAction } from './tray-facts.ts';
import type { RingsideTray } from './tray.ts';

/** A tray that is there before the rest of the app is. */
export interface EarlyTray {
  readonly tray: RingsideTray;
  /** From here on clicks are acted on, those from before too. */
  actBy(act: (action: TrayAction) => void): void;
}

/** Shows the tray at once: the first sign of life after a start, while the rest is still being loaded. */
export function openEarlyTray(language: Language, log: Log): EarlyTray {
  const waiting: TrayAction[] = [];
  let act = (action: TrayAction): void => void waiting.push(action);
  const tray = createSystemTray((action) => act(action), log);
  tray.render({
    link: { kind: 'connecting' },
    ringing: 0,
    missed: 0,
    newest: [],
    keptAway: null,
    isSnoozeFixed: false,
    update: null,
    language,
  });
  log.info('tray ready');
  return {
    tray,
    actBy(now) {
      act = now;
      for (const action of waiting.splice(0)) act(action);
    },
  };
}

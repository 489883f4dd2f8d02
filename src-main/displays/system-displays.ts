import { screen } from 'electron';
import { arrangementOf } from './arrangement.ts';

/** The displays as they stand now. */
export function arrangementNow(): string {
  return arrangementOf(screen.getAllDisplays().map(({ bounds }) => bounds));
}

/** Hears of displays that come, go or change. @returns the unsubscribe */
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

import type { App } from 'electron';

/** What the system asked of the app, as its arguments: to be started once more, or to follow a link. */
export type Opening = readonly string[];

/** Whether whoever starts the app wants it to take back what it has left on this computer. */
export function asksToUninstall(args: readonly string[]): boolean {
  return args.includes('--uninstall');
}

export interface Openings {
  /** Hands over what came so far, oldest first, and everything after it at once. */
  follow(listener: (opening: Opening) => void): void;
}

/**
 * Hears from the first moment on of second starts and of links that the system hands over: what comes while the app is
 * still starting waits, and is not lost. macOS asks for that: https://www.electronjs.org/docs/latest/api/app#event-open-url-macos
 */
export function listenForOpenings(app: Pick<App, 'on' | 'quit'>): Openings {
  let waiting: Opening[] = [];
  let hand = (opening: Opening): void => void waiting.push(opening);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    hand([url]);
  });
  app.on('second-instance', (_, args) => {
    if (asksToUninstall(args)) app.quit();
    else hand(args.slice(1));
  });
  return {
    follow(listener) {
      hand = listener;
      for (const opening of waiting) listener(opening);
      waiting = [];
    },
  };
}

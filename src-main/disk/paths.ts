import { join } from 'node:path';

/** Where a book and what belongs to it are kept. */
export interface BookPaths {
  readonly sealed: string;
  /** Sealed by the keychain. */
  readonly key: string;
  /** Of a version that did not seal. */
  readonly plain: string;
  /** Keys of closed calls, for a book in memory. */
  readonly closed: string;
  /** Of a version that kept a list of rings here: erased. */
  readonly rung: string;
}

/** Where things are, in development and in the package alike. */
export interface Paths {
  readonly renderer: string;
  readonly preload: string;
  readonly book: BookPaths;
  readonly identity: string;
  readonly preferences: string;
  /** What tells a relay that this is the same computer as before. */
  readonly computer: string;
  /** What the admin said last. */
  readonly policy: string;
  /** Where the home window was. */
  readonly homePlaces: string;
  readonly icon: string;
  /** Which city and time zone a number is of. */
  readonly numberPlaces: string;
  readonly popDisplays: string;
  readonly missed: string;
  /** Webhooks of rings of which nothing more is to be seen. */
  readonly settledRings: string;
  /** How the last start went. */
  readonly starts: string;
  readonly log: string;
  /** What whoever made this build decided about it. */
  readonly releaseInfo: string;
  /** What is known of updates. */
  readonly updates: string;
}

/** @param app the folder with package.json; @param data this user's folder */
export function pathsIn(app: string, data: string): Paths {
  return {
    renderer: join(app, 'dist', 'renderer'),
    preload: join(app, 'dist', 'preload', 'preload.cjs'),
    book: {
      sealed: join(data, 'calls.book'),
      key: join(data, 'calls.key'),
      plain: join(data, 'calls.jsonl'),
      closed: join(data, 'closed.json'),
      rung: join(data, 'rung.json'),
    },
    identity: join(data, 'identity.json'),
    preferences: join(data, 'preferences.json'),
    computer: join(data, 'computer.json'),
    policy: join(data, 'policy.json'),
    homePlaces: join(data, 'home-window.json'),
    icon: join(app, 'assets', 'icon', '256x256.png'),
    numberPlaces: join(app, 'assets', 'places'),
    missed: join(data, 'missed.json'),
    settledRings: join(data, 'settled-rings.json'),
    starts: join(data, 'starts.json'),
    popDisplays: join(data, 'pop-displays.json'),
    log: join(data, 'logs', 'ringside.log'),
    releaseInfo: join(app, 'assets', 'release.json'),
    updates: join(data, 'updates.json'),
  };
}

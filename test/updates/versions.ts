import { packageForTests } from '../fixtures/packages.ts';
import { FEED } from './feed-server.ts';
import { NEW, OLD } from './keys.ts';

/** Looks and restarts soon: what whoever makes a build may choose. */
const PACE = { firstLook: 2, everyLook: 2, idle: 2 };

/** The version that is out there, and the next, which brings a second key. @returns the paths of their AppImages */
export async function twoVersions(): Promise<{ readonly old: string; readonly next: string }> {
  const release = (...keys: readonly string[]) => ({ updates: { feed: FEED, keys, pace: PACE } });
  return {
    old: await packageForTests('AppImage', { version: '0.1.0', release: release(OLD.spki) }),
    next: await packageForTests('AppImage', { version: '0.2.0', release: release(OLD.spki, NEW.spki) }),
  };
}

/** How much of something is drawn: all of it, who it is as plain text, or its digits only. */
export type Care = 'full' | 'plain' | 'bare';

/** So many are remembered; the oldest is tried in full again. */
const MOST = 200;

/** What a page may have died of. */
export interface Suspects {
  careFor(key: string): Care;
  /** The page is told to draw these, and nothing else of what it was told before. @param items key → content */
  told(items: ReadonlyMap<string, string>): void;
  /** What it was told is on screen: all of it, or what has these keys. */
  drawn(keys?: readonly string[]): void;
  /**
   * The page is dead: what it was told and had not drawn is drawn more plainly from here on.
   * @returns how many those are
   */
  died(): number;
}

/** Promises that nothing is drawn a second time as it was when a page died before it was on screen. */
export function createSuspects(): Suspects {
  const cares = new Map<string, Care>();
  let told: ReadonlyMap<string, string> = new Map();
  let proven: ReadonlyMap<string, string> = new Map();
  return {
    careFor: (key) => cares.get(key) ?? 'full',
    told(items) {
      told = new Map(items);
    },
    drawn(keys) {
      const shown = keys === undefined ? told : new Map([...told].filter(([key]) => keys.includes(key)));
      proven = new Map([...[...proven].filter(([key]) => told.has(key)), ...shown]);
    },
    died() {
      const unproven = [...told].filter(([key, content]) => proven.get(key) !== content);
      for (const [key] of unproven) {
        const care = cares.get(key) === undefined ? 'plain' : 'bare';
        cares.delete(key);
        cares.set(key, care);
      }
      for (const key of [...cares.keys()].slice(0, Math.max(0, cares.size - MOST))) cares.delete(key);
      told = new Map();
      proven = new Map();
      return unproven.length;
    },
  };
}

/** How much of something is drawn: all of it, who it is as plain text, or its digits only. */
export type Care = 'full' | 'plain' | 'bare';

/** What killed the page may have taken so long, and what has been on screen for longer did not. */
const PROVEN_AFTER_MS = 2_000;

/** So many are remembered; the oldest is tried in full again. */
const MOST = 200;

/** What a page may have died of. */
export interface Suspects {
  careFor(key: string): Care;
  /** The page is told to draw these, and nothing else of what it was told before. @param items key → content */
  told(items: ReadonlyMap<string, string>): void;
  /** What it was told is on screen, all of it or what has these keys, at a moment in ms. */
  drawn(now: number, keys?: readonly string[]): void;
  /**
   * The page is dead: what it was told and has not had on screen for a while is drawn more plainly from here on.
   * @returns how many those are
   */
  died(now: number): number;
}

/** Promises that nothing is drawn a second time as it was when a page died of it, or right after. */
export function createSuspects(): Suspects {
  const cares = new Map<string, Care>();
  let told: ReadonlyMap<string, string> = new Map();
  let proven: ReadonlyMap<string, { readonly content: string; readonly at: number }> = new Map();
  return {
    careFor: (key) => cares.get(key) ?? 'full',
    told(items) {
      told = new Map(items);
    },
    drawn(now, keys) {
      proven = new Map(
        [...told].flatMap(([key, content]) => {
          const before = proven.get(key);
          if (keys !== undefined && !keys.includes(key)) return before === undefined ? [] : [[key, before]];
          return [[key, before?.content === content ? before : { content, at: now }]];
        }),
      );
    },
    died(now) {
      const unproven = [...told].filter(([key, content]) => {
        const proof = proven.get(key);
        return proof?.content !== content || now - proof.at < PROVEN_AFTER_MS;
      });
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

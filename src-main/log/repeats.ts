import type { LogEntry } from './log-line.ts';

/** What is said again within this long is counted instead. */
export const REPEATS_WITHIN_MS = 60_000;

/** So many different lines with the same words are written in that time, then they are counted too. */
const LINES_EACH = 20;

interface Said {
  /** What was written, by its facts. */
  readonly written: Set<string>;
  /** What was not written since, and the last of it. */
  leftOut: number;
  last: LogEntry;
}

/**
 * Bounds what a log is told: an error that happens ten thousand times is one line, and one more with the count. Nothing is
 * left out without being counted.
 */
export interface Repeats {
  /** @param now ms by a clock that nobody can set @returns what is to be written now, counts of before first */
  take(entry: LogEntry, now: number): readonly LogEntry[];
  /** The counts of what was left out until now. */
  rest(): readonly LogEntry[];
}

export function createRepeats(): Repeats {
  let since = 0;
  let said = new Map<string, Said>();

  function rest(): LogEntry[] {
    const counted = [...said.values()].filter(({ leftOut }) => leftOut > 0);
    said = new Map();
    return counted.map(({ leftOut, last }) => ({ ...last, facts: { ...last.facts, again: leftOut } }));
  }

  return {
    take(entry, now) {
      const before = now - since < REPEATS_WITHIN_MS ? [] : rest();
      if (said.size === 0) since = now;
      const words = `${entry.level} ${entry.what}`;
      const facts = JSON.stringify(entry.facts ?? {});
      const same = said.get(words);
      if (same === undefined) {
        said.set(words, { written: new Set([facts]), leftOut: 0, last: entry });
        return [...before, entry];
      }
      if (same.written.size >= LINES_EACH || same.written.has(facts)) {
        same.leftOut += 1;
        same.last = entry;
        return before;
      }
      same.written.add(facts);
      return [...before, entry];
    },
    rest,
  };
}

/** How far the sender's clock is from ours, from the timestamps of the newest genuine webhooks. */
export interface ClockOffset {
  /** One webhook's timestamp minus our clock when it came, in ms. */
  heard(offsetMs: number): void;
  /** The median in seconds, ahead positive; NaN before the first webhook. */
  median(): number;
}

/** Enough for one late webhook not to matter, few enough to follow a clock that was set right. */
const NEWEST = 31;

export function clockOffset(): ClockOffset {
  const offsets: number[] = [];
  let heard = 0;
  return {
    heard: (offsetMs) => {
      offsets[heard % NEWEST] = offsetMs;
      heard += 1;
    },
    median: () => {
      const middle = offsets.toSorted((a, b) => a - b)[Math.floor((offsets.length - 1) / 2)];
      return middle === undefined ? Number.NaN : middle / 1000;
    },
  };
}

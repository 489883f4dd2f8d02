import type { Rect } from '../displays/arrangement.ts';

/** Where the home window was, by the arrangement of displays that it was there with. */
export type KeptBounds = Readonly<Record<string, Rect>>;

export const HOME_SIZE = { width: 980, height: 680 } as const;
export const HOME_MIN = { width: 380, height: 420 } as const;

/** A desk, a meeting room, a projector: more arrangements than one person meets. */
const KEPT_AT_MOST = 12;
/** This much of a window must be in a work area, or nobody can take hold of it. */
const HOLD = { width: 120, height: 40 } as const;

/**
 * Where the home window goes: where it was, else in the middle of the first work area.
 * Promises: never larger than its work area, never out of reach of the pointer.
 * @param workAreas of all displays, the one to prefer first
 */
export function placeHome(kept: Rect | undefined, workAreas: readonly [Rect, ...Rect[]]): Rect {
  const home = kept === undefined ? undefined : workAreas.find((area) => holds(area, kept));
  if (kept !== undefined && home !== undefined) return within(home, kept);
  const [{ x, y, width, height }] = workAreas;
  const size = { width: kept?.width ?? HOME_SIZE.width, height: kept?.height ?? HOME_SIZE.height };
  const middle = {
    x: x + Math.round((width - size.width) / 2),
    y: y + Math.round((height - size.height) / 2),
  };
  return within(workAreas[0], { ...middle, ...size });
}

/** The kept bounds with those of `arrangement` as the newest; the oldest arrangements fall out. */
export function keepBounds(kept: KeptBounds, arrangement: string, bounds: Rect): KeptBounds {
  const others = Object.entries(kept).filter(([name]) => name !== arrangement);
  return Object.fromEntries([...others, [arrangement, bounds] as const].slice(-KEPT_AT_MOST));
}

function holds(area: Rect, window: Rect): boolean {
  const wide = Math.min(area.x + area.width, window.x + window.width) - Math.max(area.x, window.x);
  // Its title bar is at the top.
  const high = area.y + area.height - window.y;
  return wide >= HOLD.width && high >= HOLD.height && window.y >= area.y - HOLD.height;
}

function within(area: Rect, window: Rect): Rect {
  const width = Math.min(Math.max(window.width, HOME_MIN.width), area.width);
  const height = Math.min(Math.max(window.height, HOME_MIN.height), area.height);
  return {
    x: Math.min(Math.max(window.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(window.y, area.y), area.y + area.height - height),
    width,
    height,
  };
}

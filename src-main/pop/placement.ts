import type { Corner } from '../../src-shared/preferences/preferences.ts';
import type { Rect } from '../displays/arrangement.ts';

/** The pop's page is as wide as a card. */
export const POP_WIDTH = 388;
/** Between the cards and the edges of the work area. */
export const MARGIN = 12;

/**
 * Where the pop goes: into a corner of the work area, 12 px from its edges where there is room for that. The
 * corner's edges stay where they are whatever the height, so the page can grow without moving what is near them.
 * Promises: whole pixels, never outside the work area; what is taller than it is cut to its height.
 * @param height of the page's content
 */
export function placePop(height: number, workArea: Rect, corner: Corner): Rect {
  const area = inWhole(workArea);
  const width = Math.min(POP_WIDTH, area.width);
  const tall = Math.min(Math.max(1, Math.ceil(height)), area.height);
  const right = corner.endsWith('right');
  const bottom = corner.startsWith('bottom');
  const across = Math.min(MARGIN, area.width - width);
  const down = Math.min(MARGIN, area.height - tall);
  return {
    x: right ? area.x + area.width - width - across : area.x + across,
    y: bottom ? area.y + area.height - tall - down : area.y + down,
    width,
    height: tall,
  };
}

/** How high the cards may be together, so that they keep their distance from both edges of the work area. */
export function roomIn(workArea: Rect): number {
  const { height } = inWhole(workArea);
  return Math.max(Math.min(height, 48), height - 2 * MARGIN);
}

function inWhole({ x, y, width, height }: Rect): Rect {
  const left = Math.ceil(x);
  const top = Math.ceil(y);
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.floor(x + width) - left),
    height: Math.max(1, Math.floor(y + height) - top),
  };
}

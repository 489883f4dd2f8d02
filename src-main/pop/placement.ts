/** A rectangle in device-independent pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The pop's page is as wide as a card. */
export const POP_WIDTH = 388;
/** Between the cards and the edges of the work area. */
export const MARGIN = 12;

/**
 * Where the pop goes: the cards in the bottom right corner, 12 px from the edges of the work area. The page's own
 * space around the cards counts towards those 12 px.
 * Promises: whole pixels, never outside the work area; what is taller than it is cut to its height.
 * @param height of the page's content
 * @param cards where the cards are in it
 */
export function placePop(height: number, cards: readonly Rect[], workArea: Rect): Rect {
  const space = {
    right: POP_WIDTH - Math.max(0, ...cards.map((card) => card.x + card.width)),
    bottom: height - Math.max(0, ...cards.map((card) => card.y + card.height)),
  };
  const outer = { right: rest(space.right), bottom: rest(space.bottom) };
  const area = inWhole(workArea);
  const width = Math.min(POP_WIDTH, area.width);
  const tall = Math.min(Math.max(1, Math.ceil(height)), area.height);
  return {
    x: Math.max(area.x, area.x + area.width - width - outer.right),
    y: Math.max(area.y, area.y + area.height - tall - outer.bottom),
    width,
    height: tall,
  };
}

function rest(inner: number): number {
  return Math.min(MARGIN, Math.max(0, Math.round(MARGIN - inner)));
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

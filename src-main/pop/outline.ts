import type { Rect } from '../displays/arrangement.ts';

/** The cards' corners. */
const RADIUS = 12;

/**
 * The cards' outline as rectangles, for systems that cut a window to shape instead of blending it: whole pixels,
 * one row each where the corners are round.
 */
export function outlineOf(cards: readonly Rect[], radius = RADIUS): Rect[] {
  return cards.flatMap((card) => {
    const x = Math.round(card.x);
    const y = Math.round(card.y);
    const width = Math.round(card.x + card.width) - x;
    const height = Math.round(card.y + card.height) - y;
    const round = Math.min(radius, Math.floor(width / 2), Math.floor(height / 2));
    const rows = Array.from({ length: round }, (_, row) => row).flatMap((row) => {
      const inset = insetAt(row, round);
      const line = { x: x + inset, width: width - 2 * inset, height: 1 };
      return [
        { ...line, y: y + row },
        { ...line, y: y + height - 1 - row },
      ];
    });
    return [{ x, y: y + round, width, height: height - 2 * round }, ...rows].filter(
      (rect) => rect.width > 0 && rect.height > 0,
    );
  });
}

/** How far the edge lies inside, `row` pixels from the top of a quarter circle. */
function insetAt(row: number, radius: number): number {
  const up = radius - row - 0.5;
  return Math.round(radius - Math.sqrt(radius * radius - up * up));
}

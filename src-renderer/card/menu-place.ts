/** A box on the page, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface MenuPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly maxHeight: number;
}

/** To the edge of what the menu has to stay inside of. */
const MARGIN = 8;
/** To what it is opened from. */
const GAP = 4;
const WIDTH = 320;
/** With less room than for two entries beside what it is opened from, it lies over that. */
const LEAST = 104;

/**
 * Where a menu goes: below what it is opened from, else above, else over it; always inside of `bounds`, and as high as it
 * needs, or it scrolls.
 * @param height what it needs
 */
export function placeMenu(anchor: Box, bounds: Box, height: number): MenuPlace {
  const inside = {
    left: bounds.left + MARGIN,
    top: bounds.top + MARGIN,
    right: Math.max(bounds.left + MARGIN, bounds.right - MARGIN),
    bottom: Math.max(bounds.top + MARGIN, bounds.bottom - MARGIN),
  };
  const width = Math.min(WIDTH, inside.right - inside.left);
  const left = Math.max(inside.left, Math.min(anchor.left, inside.right - width));
  const below = inside.bottom - (anchor.bottom + GAP);
  const above = anchor.top - GAP - inside.top;
  const enough = Math.min(height, LEAST);
  if (below >= height || (below >= enough && below >= above))
    return { left, width, top: anchor.bottom + GAP, maxHeight: Math.min(height, below) };
  if (above >= enough) {
    const most = Math.min(height, above);
    return { left, width, top: anchor.top - GAP - most, maxHeight: most };
  }
  const most = Math.min(height, inside.bottom - inside.top);
  const top = Math.max(inside.top, Math.min(anchor.bottom + GAP, inside.bottom - most));
  return { left, width, top, maxHeight: most };
}

/** What two boxes have in common. */
export function overlapOf(a: Box, b: Box): Box {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

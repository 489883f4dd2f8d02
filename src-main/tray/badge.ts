/** A picture as Electron's bitmaps are laid out: rows of four bytes, blue, green, red, alpha, premultiplied. */
export interface Bitmap {
  readonly pixels: Uint8Array;
  /** Square: pixels to a side. */
  readonly side: number;
}

/** How far around the badge the icon is cut away, as a part of the side: the two must not run together. */
const GAP = 1 / 22;

/**
 * Lays a badge over an icon of the same size and cuts the icon away around it, so that both are readable on any
 * panel.
 */
export function withBadge(icon: Bitmap, badge: Bitmap): Uint8Array {
  const { side } = icon;
  const reach = Math.max(1, Math.round(side * GAP));
  const result = Uint8Array.from(icon.pixels);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const at = (y * side + x) * 4;
      const over = alphaAt(badge, x, y);
      const kept = 255 - Math.max(over, alphaAround(badge, x, y, reach));
      for (let part = 0; part < 4; part += 1) {
        const below = ((icon.pixels[at + part] ?? 0) * kept) / 255;
        result[at + part] = Math.min(255, Math.round((badge.pixels[at + part] ?? 0) + below));
      }
    }
  }
  return result;
}

function alphaAt({ pixels, side }: Bitmap, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= side || y >= side) return 0;
  return pixels[(y * side + x) * 4 + 3] ?? 0;
}

/** The strongest alpha within `reach` pixels. */
function alphaAround(badge: Bitmap, x: number, y: number, reach: number): number {
  let most = 0;
  for (let dy = -reach; dy <= reach; dy += 1)
    for (let dx = -reach; dx <= reach; dx += 1)
      if (dx * dx + dy * dy <= reach * reach) most = Math.max(most, alphaAt(badge, x + dx, y + dy));
  return most;
}

/** A rectangle in device-independent pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What tells one arrangement of displays from another: their places and sizes, whatever their order. */
export function arrangementOf(displays: readonly Rect[]): string {
  return displays
    .map(({ x, y, width, height }) => `${x},${y},${width}x${height}`)
    .sort()
    .join(' ');
}

import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { HOME_MIN, HOME_SIZE, keepBounds, placeHome } from '../../../../src-main/home/home-bounds.ts';
import { arrangementOf, type Rect } from '../../../../src-main/displays/arrangement.ts';

const laptop: Rect = { x: 0, y: 25, width: 1440, height: 875 };
const desk: Rect = { x: 1440, y: 0, width: 2560, height: 1400 };

describe('the home window', () => {
  test('opens in the middle of the first display', () => {
    expect(placeHome(undefined, [laptop])).toEqual({ x: 230, y: 123, ...HOME_SIZE });
  });

  test('comes back where it was, on the display where it was', () => {
    const there = { x: 1500, y: 100, width: 1200, height: 900 };
    expect(placeHome(there, [laptop, desk])).toEqual(there);
  });

  test('comes to the first display, in its size, when its own is gone', () => {
    const there = { x: 1500, y: 100, width: 1200, height: 800 };
    expect(placeHome(there, [laptop])).toEqual({ x: 120, y: 63, width: 1200, height: 800 });
  });

  test('is never larger than its work area and never outside of it', () => {
    const number = fc.integer({ min: -6000, max: 6000 });
    const rect = fc.record({ x: number, y: number, width: fc.nat(6000), height: fc.nat(6000) });
    const area = fc.record({
      x: number,
      y: number,
      width: fc.integer({ min: HOME_MIN.width, max: 4000 }),
      height: fc.integer({ min: HOME_MIN.height, max: 3000 }),
    });
    fc.assert(
      fc.property(fc.option(rect, { nil: undefined }), area, fc.array(area), (kept, first, rest) => {
        const { x, y, width, height } = placeHome(kept, [first, ...rest]);
        const home = [first, ...rest].some(
          (a) => x >= a.x && y >= a.y && x + width <= a.x + a.width && y + height <= a.y + a.height,
        );
        expect(home).toBe(true);
        expect(width).toBeGreaterThanOrEqual(HOME_MIN.width);
        expect(height).toBeGreaterThanOrEqual(HOME_MIN.height);
      }),
    );
  });

  test('has a place for each arrangement of displays, in whatever order the system lists them', () => {
    expect(arrangementOf([laptop, desk])).toBe(arrangementOf([desk, laptop]));
    expect(arrangementOf([laptop])).not.toBe(arrangementOf([laptop, desk]));
  });

  test('forgets the arrangement that was used longest ago', () => {
    let kept = {};
    for (let n = 0; n < 20; n += 1) kept = keepBounds(kept, `arrangement ${n}`, laptop);
    expect(Object.keys(kept)).toEqual(Array.from({ length: 12 }, (_, n) => `arrangement ${n + 8}`));
    kept = keepBounds(kept, 'arrangement 8', desk);
    expect(Object.keys(kept).at(-1)).toBe('arrangement 8');
  });
});

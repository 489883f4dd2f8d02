import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeMenu, type Box } from '../../../../src-renderer/card/menu-place.ts';

const bounds: Box = { left: 10, top: 100, right: 398, bottom: 460 };
const at = (top: number): Box => ({ left: 26, top, right: 150, bottom: top + 24 });

describe('a menu', () => {
  it('is below what it is opened from where there is room, else above', () => {
    expect(placeMenu(at(140), bounds, 200)).toEqual({ left: 26, top: 168, width: 320, maxHeight: 200 });
    expect(placeMenu(at(420), bounds, 200)).toEqual({ left: 26, top: 216, width: 320, maxHeight: 200 });
  });

  it('scrolls where neither side has room for all of it, and lies over a card that is too low for either', () => {
    expect(placeMenu(at(270), bounds, 400)).toMatchObject({ top: 108, maxHeight: 158 });
    const low = { ...bounds, bottom: 260 };
    expect(placeMenu(at(170), low, 200)).toMatchObject({ top: 108, maxHeight: 144 });
  });

  it('never leaves the bounds, wherever they are and whatever it is opened from', () => {
    const box = fc
      .record({
        left: fc.nat(500),
        top: fc.nat(500),
        width: fc.integer({ min: 20, max: 600 }),
        height: fc.integer({ min: 20, max: 900 }),
      })
      .map(({ left, top, width, height }) => ({ left, top, right: left + width, bottom: top + height }));
    fc.assert(
      fc.property(box, fc.nat(900), fc.nat(600), fc.nat(800), (within, y, x, height) => {
        const anchor = { left: x, top: y, right: x + 100, bottom: y + 24 };
        const inCard =
          anchor.top >= within.top &&
          anchor.bottom <= within.bottom &&
          anchor.left >= within.left &&
          anchor.left <= within.right;
        const { left, top, width, maxHeight } = placeMenu(anchor, within, height);
        expect(left).toBeGreaterThanOrEqual(within.left);
        expect(left + width).toBeLessThanOrEqual(within.right);
        expect(maxHeight).toBeLessThanOrEqual(Math.max(0, height));
        if (!inCard) return;
        expect(top).toBeGreaterThanOrEqual(within.top);
        expect(top + maxHeight).toBeLessThanOrEqual(within.bottom);
      }),
    );
  });
});

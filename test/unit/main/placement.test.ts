import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MARGIN, placePop, POP_WIDTH, type Rect } from '../../../src-main/pop/placement.ts';
import { outlineOf } from '../../../src-main/pop/outline.ts';

const DESK: Rect = { x: 0, y: 26, width: 1280, height: 774 };
const whole = (min: number, max: number) => fc.integer({ min, max });
const workArea = fc.record({
  x: whole(-8000, 8000),
  y: whole(-8000, 8000),
  width: whole(200, 8000),
  height: whole(100, 5000),
});
const card = fc.record({
  x: fc.double({ min: 0, max: 40, noNaN: true }),
  y: fc.double({ min: 0, max: 2000, noNaN: true }),
  width: fc.double({ min: 1, max: 388, noNaN: true }),
  height: fc.double({ min: 1, max: 900, noNaN: true }),
});

test('the pop is always inside the work area, in whole pixels', () => {
  fc.assert(
    fc.property(
      workArea,
      fc.double({ min: 0, max: 20_000, noNaN: true }),
      fc.array(card, { maxLength: 4 }),
      (area, height, cards) => {
        const at = placePop(height, cards, area);
        expect(Object.values(at).every(Number.isInteger)).toBe(true);
        expect(at.x).toBeGreaterThanOrEqual(area.x);
        expect(at.y).toBeGreaterThanOrEqual(area.y);
        expect(at.x + at.width).toBeLessThanOrEqual(area.x + area.width);
        expect(at.y + at.height).toBeLessThanOrEqual(area.y + area.height);
        expect(at.width).toBeGreaterThan(0);
        expect(at.height).toBeGreaterThan(0);
      },
    ),
  );
});

test('a card stands in the bottom right corner, 12 px from both edges', () => {
  const at = placePop(300, [{ x: 0, y: 0, width: POP_WIDTH, height: 300 }], DESK);
  expect(at).toEqual({ x: 1280 - POP_WIDTH - MARGIN, y: 800 - 300 - MARGIN, width: POP_WIDTH, height: 300 });
});

test("the page's own space around a card counts towards the margin", () => {
  const at = placePop(320, [{ x: 10, y: 10, width: POP_WIDTH - 20, height: 300 }], DESK);
  expect(at.x + at.width - 10).toBe(1280 - MARGIN);
  expect(at.y + 310).toBe(800 - MARGIN);
});

test('what is taller than the work area is cut to its height', () => {
  expect(placePop(5000, [{ x: 0, y: 0, width: POP_WIDTH, height: 5000 }], DESK)).toMatchObject({
    y: 26,
    height: 774,
  });
});

test('a display left of the main one has its own corner', () => {
  const left = { x: -1920, y: -200, width: 1920, height: 1080 };
  const at = placePop(200, [{ x: 0, y: 0, width: POP_WIDTH, height: 200 }], left);
  expect(at.x + at.width).toBe(-MARGIN);
  expect(at.y + at.height).toBe(880 - MARGIN);
});

test('the outline covers every card but its round corners, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(card, { maxLength: 3 }), (cards) => {
      for (const one of cards) {
        const box = {
          left: Math.round(one.x),
          top: Math.round(one.y),
          right: Math.round(one.x + one.width),
          bottom: Math.round(one.y + one.height),
        };
        const rects = outlineOf([one]);
        const area = rects.reduce((sum, rect) => sum + rect.width * rect.height, 0);
        const whole = (box.right - box.left) * (box.bottom - box.top);
        expect(area).toBeLessThanOrEqual(whole);
        // Four corners of a radius of 12 px leave out (4 - π) · 12².
        expect(whole - area).toBeLessThanOrEqual(150);
        for (const rect of rects) {
          expect(rect.x).toBeGreaterThanOrEqual(box.left);
          expect(rect.y).toBeGreaterThanOrEqual(box.top);
          expect(rect.x + rect.width).toBeLessThanOrEqual(box.right);
          expect(rect.y + rect.height).toBeLessThanOrEqual(box.bottom);
        }
      }
    }),
  );
});

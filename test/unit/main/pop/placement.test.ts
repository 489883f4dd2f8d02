import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseDisplay, keepDisplay } from '../../../../src-main/pop/display-choice.ts';
import { MARGIN, placePop, POP_WIDTH, roomIn } from '../../../../src-main/pop/placement.ts';
import type { Rect } from '../../../../src-main/displays/arrangement.ts';
import { CORNERS } from '../../../../src-shared/preferences/preferences.ts';
import { outlineOf } from '../../../../src-main/pop/outline.ts';

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

const corner = fc.constantFrom(...CORNERS);
const height = fc.double({ min: 0, max: 20_000, noNaN: true });

function isWithin(at: Rect, area: Rect): boolean {
  return (
    at.x >= area.x &&
    at.y >= area.y &&
    at.x + at.width <= area.x + area.width &&
    at.y + at.height <= area.y + area.height
  );
}

test('the pop is always inside the work area, in whole pixels, whatever its corner, size and scale', () => {
  const scaled = fc
    .tuple(workArea, fc.constantFrom(1, 1.25, 1.5, 1.75, 2))
    .map(([{ x, y, width, height: tall }, scale]) => ({
      x: x / scale,
      y: y / scale,
      width: width / scale,
      height: tall / scale,
    }));
  fc.assert(
    fc.property(scaled, height, corner, (area, content, where) => {
      const at = placePop(content, area, where);
      expect(Object.values(at).every(Number.isInteger)).toBe(true);
      expect(isWithin(at, area)).toBe(true);
      expect(at.width).toBeGreaterThan(0);
      expect(at.height).toBeGreaterThan(0);
    }),
  );
});

test('as the cards grow, the edges at their corner stay where they are', () => {
  fc.assert(
    fc.property(workArea, height, height, corner, (area, one, other, where) => {
      const room = roomIn(area);
      fc.pre(room <= area.height - 2 * MARGIN);
      const [a, b] = [one, other].map((content) => placePop(Math.min(content, room), area, where));
      const edges = (at: Rect | undefined) => [
        where.endsWith('left') ? at?.x : (at?.x ?? 0) + (at?.width ?? 0),
        where.startsWith('top') ? at?.y : (at?.y ?? 0) + (at?.height ?? 0),
      ];
      expect(edges(a)).toEqual(edges(b));
    }),
  );
});

test.each([
  ['bottom-right', 1280 - POP_WIDTH - MARGIN, 800 - 300 - MARGIN],
  ['bottom-left', MARGIN, 800 - 300 - MARGIN],
  ['top-right', 1280 - POP_WIDTH - MARGIN, 26 + MARGIN],
  ['top-left', MARGIN, 26 + MARGIN],
] as const)('%s is 12 px from both of its edges', (where, x, y) => {
  expect(placePop(300, DESK, where)).toEqual({ x, y, width: POP_WIDTH, height: 300 });
});

test('what is taller than the work area is cut to its height', () => {
  expect(placePop(5000, DESK, 'bottom-right')).toMatchObject({ y: 26, height: 774 });
});

test('a display left of the main one has its own corner', () => {
  const left = { x: -1920, y: -200, width: 1920, height: 1080 };
  const at = placePop(200, left, 'bottom-right');
  expect(at.x + at.width).toBe(-MARGIN);
  expect(at.y + at.height).toBe(880 - MARGIN);
});

describe('the display', () => {
  const display = (id: number) => ({ id, bounds: DESK, workArea: DESK });
  const [one, two, three] = [display(1), display(2), display(3)];
  const desktop = { displays: [one, two, three], primary: one, pointed: two };

  test('is the one with the pointer, the primary one, or the chosen one', () => {
    expect(chooseDisplay('pointer', desktop, undefined)).toBe(two);
    expect(chooseDisplay('primary', desktop, undefined)).toBe(one);
    expect(chooseDisplay(3, desktop, undefined)).toBe(three);
  });

  test('falls back to the one with the pointer when the chosen one is unplugged', () => {
    expect(chooseDisplay(9, desktop, undefined)).toBe(two);
    expect(chooseDisplay(3, { ...desktop, displays: [one, two] }, 3)).toBe(two);
  });

  test('is remembered for each arrangement of displays', () => {
    const atHome = keepDisplay({}, 'home', 1);
    const both = keepDisplay(atHome, 'office', 3);
    expect(chooseDisplay(3, desktop, both['home'])).toBe(one);
    expect(chooseDisplay(3, desktop, both['office'])).toBe(three);
    expect(keepDisplay(both, 'home', 'pointer')).toEqual({ office: 3 });
  });
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

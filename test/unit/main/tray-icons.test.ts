import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withBadge } from '../../../src-main/tray/badge.ts';
import { TRAY_ICONS } from '../../../src-main/tray/tray-facts.ts';

const asset = (name: string) => new URL(`../../../assets/tray/${name}`, import.meta.url);

/** Panels of the usual desktops: white, light grey, dark grey, black. */
const PANELS = ['#ffffff', '#f2f2f2', '#2b2b2b', '#1e1e1e', '#000000'];

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(TRAY_ICONS)('the icon %s', (icon) => {
  const source = readFileSync(asset(`${icon}.svg`), 'utf8').replace(/<mask[^]*<\/mask>/, '');
  const colours = new Set(source.match(/#[0-9a-f]{6}\b/g));

  test.each(PANELS)('is readable on a panel of %s', (panel) => {
    expect(colours.size).toBeGreaterThan(0);
    for (const colour of colours) expect(contrast(colour, panel), colour).toBeGreaterThanOrEqual(3);
  });

  test.each(['', '-16', '-template'])('is drawn as %s, once and at twice the size', (kind) => {
    for (const scale of ['', '@2x'])
      expect(readFileSync(asset(`${icon}${kind}${scale}.png`)).length).toBeGreaterThan(100);
  });
});

test('a badge lies over the icon, which is cut away around it', () => {
  const side = 22;
  const grey = { pixels: new Uint8Array(side * side * 4).fill(128), side };
  const badge = { pixels: new Uint8Array(side * side * 4), side };
  badge.pixels.set([1, 2, 250, 255], (15 * side + 15) * 4);
  const both = withBadge(grey, badge);
  const at = (x: number, y: number) => Array.from(both.subarray((y * side + x) * 4, (y * side + x) * 4 + 4));
  expect(at(15, 15)).toEqual([1, 2, 250, 255]);
  expect(at(16, 15)).toEqual([0, 0, 0, 0]);
  expect(at(18, 15)).toEqual([128, 128, 128, 128]);
});

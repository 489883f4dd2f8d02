import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ICNS_SIZES } from '../../../../scripts/icons/containers.ts';
import { ROOT } from '../../../../scripts/setup/places.mjs';

const file = (path: string): Buffer => readFileSync(join(ROOT, path));

/** The width and the height that a PNG says it has. */
function sizeOf(png: Buffer): readonly [number, number] {
  expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

describe('the committed icons', () => {
  test('Windows finds a picture of each size in its file, where the file says', () => {
    const ico = file('build/icon.ico');
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, at) => {
      const entry = 6 + 16 * at;
      const start = ico.readUInt32LE(entry + 12);
      const [width, height] = sizeOf(ico.subarray(start, start + ico.readUInt32LE(entry + 8)));
      expect([width % 256, height % 256]).toEqual([ico.readUInt8(entry), ico.readUInt8(entry + 1)]);
      return width;
    });
    expect(sizes).toEqual([16, 20, 24, 32, 40, 48, 64, 96, 128, 256]);
  });

  test('macOS finds a picture of each size in its file', () => {
    const icns = file('build/icon.icns');
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const sizes: number[] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      const [width, height] = sizeOf(icns.subarray(at + 8, at + icns.readUInt32BE(at + 4)));
      expect(width).toBe(height);
      sizes.push(width);
    }
    expect([...new Set(sizes)].sort((a, b) => a - b)).toEqual([...ICNS_SIZES].sort((a, b) => a - b));
    expect(Math.max(...sizes)).toBe(1024);
  });

  test.each([16, 22, 24, 32, 48, 64, 96, 128, 256, 512])('Linux has one of %i pixels', (size) => {
    expect(sizeOf(file(`assets/icon/${size}x${size}.png`))).toEqual([size, size]);
  });
});

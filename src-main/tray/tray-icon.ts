import { join } from 'node:path';
import { nativeImage, type NativeImage } from 'electron';
import type { TrayIcon } from './tray-state.ts';

const SIZE = 22;
/** Blue, green, red: as bitmaps are laid out. */
const COLOURS: Readonly<Record<TrayIcon, readonly [number, number, number]>> = {
  connected: [0x4a, 0xa3, 0x16],
  reconnecting: [0x0b, 0x9e, 0xf5],
  ringing: [0xeb, 0x63, 0x25],
  unpaired: [0x80, 0x72, 0x6b],
};

/**
 * The tray's picture for a state: `assets/tray/<state>.png` with its `@2x`, at 22 px for Linux panels and at 16 for
 * Windows and macOS; else a plain dot of its colour.
 */
export function trayIcon(icon: TrayIcon, appPath: string): NativeImage {
  const file = process.platform === 'linux' ? `${icon}.png` : `${icon}-16.png`;
  const image = nativeImage.createFromPath(join(appPath, 'assets', 'tray', file));
  return image.isEmpty() ? dot(COLOURS[icon]) : image;
}

function dot(colour: readonly [number, number, number]): NativeImage {
  const pixels = Buffer.alloc(SIZE * SIZE * 4);
  const middle = (SIZE - 1) / 2;
  for (let at = 0; at < SIZE * SIZE; at += 1) {
    const away = Math.hypot((at % SIZE) - middle, Math.floor(at / SIZE) - middle);
    if (away <= SIZE / 2 - 3) pixels.set([...colour, 0xff], at * 4);
  }
  return nativeImage.createFromBitmap(pixels, { width: SIZE, height: SIZE });
}

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './setup/places.mjs';

/**
 * Draws the committed PNGs from their SVG sources: `node scripts/icons.ts`, after a change to an SVG.
 * Needs rsvg-convert (Debian: librsvg2-bin).
 */
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const TRAY_STATES = ['connected', 'reconnecting', 'ringing', 'unpaired'];
/** Windows and macOS, most Linux panels, large panels. */
const TRAY_SIZES = [16, 22, 32];
/** The size without a number in its name is the one that the app asks for. */
const USUAL_TRAY_SIZE = 22;

for (const size of APP_SIZES) draw('icon.svg', `icon/${size}x${size}.png`, size);
for (const state of TRAY_STATES) {
  for (const size of TRAY_SIZES) {
    const name = size === USUAL_TRAY_SIZE ? state : `${state}-${size}`;
    draw(`tray/${state}.svg`, `tray/${name}.png`, size);
    draw(`tray/${state}.svg`, `tray/${name}@2x.png`, size * 2);
  }
}

function draw(source: string, target: string, size: number): void {
  const file = (name: string) => join(ROOT, 'assets', name);
  execFileSync('rsvg-convert', ['-w', `${size}`, '-h', `${size}`, '-o', file(target), file(source)]);
}

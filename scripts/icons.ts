import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './setup/places.mjs';

/**
 * Draws the committed PNGs from their SVG sources: `node scripts/icons.ts`, after a change to an SVG.
 * Needs rsvg-convert (Debian: librsvg2-bin) and the font Inter (fonts-inter).
 */
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const TRAY_STATES = ['connected', 'quiet', 'reconnecting', 'ringing', 'unpaired'];
const BADGES = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '9+'];
/** Windows, and most Linux panels. */
const TRAY_SIZES = [16, 22];
/** The size without a number in its name is the one that the app asks for on Linux. */
const USUAL_TRAY_SIZE = 22;
const MAC_SIZE = 16;

const svg = (name: string): string => readFileSync(join(ROOT, 'assets', `${name}.svg`), 'utf8');

for (const size of APP_SIZES) draw(svg('icon'), `icon/${size}x${size}`, size);
for (const state of TRAY_STATES) {
  for (const size of TRAY_SIZES) drawTwice(svg(`tray/${state}`), sized(state, size), size);
  drawTwice(templateOf(svg(`tray/${state}`)), `${state}-template`, MAC_SIZE);
}
for (const badge of BADGES) {
  for (const size of TRAY_SIZES)
    drawTwice(badgeOf(badge), sized(`badge-${badge.replace('+', '-plus')}`, size), size);
}

/** The system draws a template in its own colour and looks at its alpha only. */
function templateOf(source: string): string {
  const [mask = ''] = /<mask[^]*<\/mask>/.exec(source) ?? [];
  return source
    .replace(mask, '@mask')
    .replaceAll(/#[0-9a-f]{3,6}/g, '#000')
    .replace('@mask', mask);
}

/** Two characters are set closer and smaller. */
function badgeOf(text: string): string {
  const source = svg('tray/badge').replace('>0<', `>${text}<`);
  return text.length === 1
    ? source
    : source
        .replace('font-size="14.5"', 'font-size="11.5" letter-spacing="-0.8"')
        .replace('y="27.4"', 'y="26.4"');
}

function sized(name: string, size: number): string {
  return size === USUAL_TRAY_SIZE ? name : `${name}-${size}`;
}

function drawTwice(source: string, name: string, size: number): void {
  draw(source, `tray/${name}`, size);
  draw(source, `tray/${name}@2x`, size * 2);
}

function draw(source: string, target: string, size: number): void {
  const file = join(ROOT, 'assets', `${target}.png`);
  execFileSync('rsvg-convert', ['-w', `${size}`, '-h', `${size}`, '-o', file], { input: source });
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ICNS_SIZES, icnsOf, icoOf, type Picture } from './icons/containers.ts';
import { ROOT } from './setup/places.mjs';

/**
 * Draws the committed icons from their SVG sources: `node scripts/icons.ts`, after a change to an SVG.
 * Needs rsvg-convert (Debian: librsvg2-bin) and the font Inter (fonts-inter).
 */
const APP_SIZES = [16, 22, 24, 32, 48, 64, 96, 128, 256, 512];
/** What Windows asks for at 100, 125, 150, 200 and 400 percent. */
const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48, 64, 96, 128, 256];
const TRAY_STATES = ['connected', 'quiet', 'reconnecting', 'ringing', 'unpaired'];
const BADGES = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '9+'];
/** Windows, and most Linux panels. */
const TRAY_SIZES = [16, 22];
/** The size without a number in its name is the one that the app asks for on Linux. */
const USUAL_TRAY_SIZE = 22;
const MAC_SIZE = 16;

const svg = (name: string): string => readFileSync(join(ROOT, 'assets', `${name}.svg`), 'utf8');

for (const size of APP_SIZES) draw(svg('icon'), `icon/${size}x${size}`, size);
mkdirSync(join(ROOT, 'build'), { recursive: true });
writeFileSync(join(ROOT, 'build/icon.png'), drawn(withMargin(svg('icon')), 1024));
writeFileSync(join(ROOT, 'build/icon.ico'), icoOf(pictures(svg('icon'), WINDOWS_SIZES)));
writeFileSync(join(ROOT, 'build/icon.icns'), icnsOf(pictures(withMargin(svg('icon')), ICNS_SIZES)));
for (const state of TRAY_STATES) {
  for (const size of TRAY_SIZES) drawTwice(svg(`tray/${state}`), sized(state, size), size);
  drawTwice(templateOf(svg(`tray/${state}`)), `${state}-template`, MAC_SIZE);
}
for (const badge of BADGES) {
  for (const size of TRAY_SIZES)
    drawTwice(badgeOf(badge), sized(`badge-${badge.replace('+', '-plus')}`, size), size);
}

/**
 * macOS draws icons of 824 pixels in the middle of 1024; ours is 480 of 512 wide.
 * Source: https://developer.apple.com/design/resources/ (the grid of app icons)
 */
function withMargin(source: string): string {
  const side = (480 * 1024) / 824;
  const start = (512 - side) / 2;
  return source.replace('viewBox="0 0 512 512"', `viewBox="${start} ${start} ${side} ${side}"`);
}

function pictures(source: string, sizes: readonly number[]): readonly Picture[] {
  return sizes.map((size) => ({ size, png: drawn(source, size) }));
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
  writeFileSync(join(ROOT, 'assets', `${target}.png`), drawn(source, size));
}

function drawn(source: string, size: number): Buffer {
  return execFileSync('rsvg-convert', ['-w', `${size}`, '-h', `${size}`], { input: source });
}

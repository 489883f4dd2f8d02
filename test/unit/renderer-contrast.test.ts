import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../src-renderer/tokens/tokens.css', import.meta.url), 'utf8');
/** The first value of each role is the one without a preference for more contrast. */
const roles = new Map(
  [...css.matchAll(/--([a-z-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)]
    .reverse()
    .map(([, role = '', light, dark, both]) => [role, [light ?? both ?? '', dark ?? both ?? ''] as const]),
);

/** Every text colour with the grounds that it stands on. */
const TEXT_ON: Readonly<Record<string, readonly string[]>> = {
  ink: ['surface', 'raise', 'hover', 'accent-soft', 'accent-soft-hover', 'plain-soft', 'found'],
  soft: ['surface', 'raise', 'accent-soft', 'hover', 'plain-soft'],
  faint: ['surface', 'raise', 'hover', 'accent-soft', 'accent-soft-hover', 'plain-soft'],
  accent: ['surface', 'raise', 'accent-soft'],
  live: ['surface', 'raise', 'hover', 'live-soft'],
  warn: ['surface', 'hover', 'accent-soft', 'accent-soft-hover', 'warn-soft'],
  bad: ['surface', 'hover', 'bad-soft'],
  portrait: ['portrait-soft'],
  'on-accent': ['accent-strong', 'accent-strong-hover'],
};

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('%s', (_, theme) => {
  const pairs = Object.entries(TEXT_ON).flatMap(([text, grounds]) =>
    grounds.map((on) => [text, on] as const),
  );

  /** WCAG 2.2 AA, https://www.w3.org/TR/WCAG22/#contrast-minimum */
  test.each(pairs)('%s can be read on %s', (text, ground) => {
    expect(contrast(colourOf(text, theme), colourOf(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  /** https://www.w3.org/TR/WCAG22/#non-text-contrast */
  test('a field can be told from the page', () => {
    expect(contrast(colourOf('control', theme), colourOf('surface', theme))).toBeGreaterThanOrEqual(3);
  });
});

function colourOf(role: string, theme: 0 | 1): string {
  const colour = roles.get(role)?.[theme];
  if (colour === undefined) throw new Error(`There is no colour role ${role}.`);
  return colour;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

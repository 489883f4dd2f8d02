import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../../../src-renderer/tokens/tokens.css', import.meta.url), 'utf8');
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
  test.each(['surface', 'raise'])('a field, a button and a track can be told from %s', (ground) => {
    expect(contrast(colourOf('control', theme), colourOf(ground, theme))).toBeGreaterThanOrEqual(3);
  });

  test('what was played or measured can be told from the rest of its track', () => {
    expect(contrast(colourOf('accent-strong', theme), colourOf('surface', theme))).toBeGreaterThanOrEqual(3);
  });
});

/** What bounds a control where the reader must find it, by the rule that draws it. */
const BOUNDS = [
  ['card/ActionButton.module.css', '.action'],
  ['home/Button.module.css', '.button'],
  ['calls/list/FilterBar.module.css', '.filter'],
  ['player/Player.module.css', '.done'],
  ['player/Player.module.css', '.speed'],
  ['home/testCall/StageBars.module.css', '.track'],
] as const;

test.each(BOUNDS)('%s %s is bounded in the colour of controls', (file, selector) => {
  expect(ruleIn(file, selector)).toContain('border: 1px solid var(--control)');
});

test.each([
  ['card/RecordButton.module.css', '.record .line,\n.record .lines'],
  ['card/TextButton.module.css', '.button'],
  ['pop/CardStack.module.css', '.more'],
] as const)('%s looks like a link at rest', (file, selector) => {
  expect(ruleIn(file, selector)).toContain('text-decoration: underline 1px var(--control)');
});

test.each(['card/RecordButton.module.css', 'card/TextButton.module.css', 'card/DealRow.module.css'])(
  '%s looks like a link without colours of ours',
  (file) => {
    const forced = sheet(file).split('@media (forced-colors: active)')[1] ?? '';
    expect(forced).toContain('color: LinkText');
  },
);

test('icons and bullets grow with the text: no size of theirs is in pixels', () => {
  const pages = globSync('src-renderer/**/*.tsx').map((file) => readFileSync(file, 'utf8'));
  expect(pages.filter((page) => /\bsize=\{\d/.test(page))).toEqual([]);
  for (const list of ['.text ul,\n.text ol', '.text ol:has(> li:nth-child(10))'])
    expect(ruleIn('card/Markdown.module.css', list)).toMatch(/padding-inline-start: [\d.]+rem/);
});

function sheet(file: string): string {
  return readFileSync(`src-renderer/${file}`, 'utf8').replaceAll(/\/\*[^]*?\*\/\n/g, '');
}

/** Everything that rules of exactly this selector say. */
function ruleIn(file: string, selector: string): string {
  const rules = sheet(file).matchAll(/^([^\s@}][^{]*) \{([^}]*)\}/gm);
  return [...rules].flatMap(([, of, says]) => (of === selector ? [says] : [])).join('\n');
}

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

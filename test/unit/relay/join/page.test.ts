import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it, test } from 'vitest';
import { downloadsSchema } from '../../../../src-relay/config/downloads.ts';
import { html, type Html } from '../../../../src-relay/join/html.ts';
import { languageFor } from '../../../../src-relay/join/language.ts';
import { renderJoinPage, type PageParts } from '../../../../src-relay/join/page.ts';
import type { Reader } from '../../../../src-relay/join/reader.ts';
import { CONTENT_SECURITY_POLICY } from '../../../../src-relay/join/sources.ts';
import { JOIN_WORDS } from '../../../../src-relay/join/words.ts';
import { ALL_DOWNLOADS } from '../../../fixtures/relay/downloads.ts';

const READERS: Reader[] = [
  { kind: 'phone' },
  { kind: 'unknown' },
  { kind: 'computer', system: 'windows', processor: null, family: null },
  { kind: 'computer', system: 'macos', processor: null, family: null },
  { kind: 'computer', system: 'linux', processor: 'x64', family: null },
];

function page(parts: Partial<PageParts> & { readonly config?: unknown } = {}): string {
  return renderJoinPage({
    language: 'en',
    reader: { kind: 'computer', system: 'windows', processor: null, family: null },
    downloads: v.parse(downloadsSchema, parts.config ?? ALL_DOWNLOADS),
    publicUrl: 'https://relay.example.com',
    ...parts,
  });
}

/** What a browser makes of a text that was escaped. */
function unescaped(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

describe('HTML', () => {
  it('has every text as it is, and no text of it as a tag or beyond its attribute', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (attribute, text) => {
        const made = html`<p title="${attribute}">${text}</p>`.text;
        const [, inAttribute, inside] = /^<p title="([^"]*)">([^<>]*)<\/p>$/s.exec(made) ?? [];
        expect([unescaped(inAttribute ?? ''), unescaped(inside ?? '')]).toEqual([attribute, text]);
      }),
    );
  });

  it('takes pieces of itself as they are, and nothing else', () => {
    const piece = html`<b>${'<'}</b>`;
    expect(html`<p>${piece}${[piece, piece]}${null}</p>`.text).toBe(`<p>${'<b>&#60;</b>'.repeat(3)}</p>`);
    const lookAlike = { text: '<script>' } as unknown as Html;
    expect(() => html`<p>${lookAlike}</p>`).toThrow();
  });
});

test.each([
  ['', 'en'],
  ['fr', 'fr'],
  ['fr-CA,fr;q=0.9,en;q=0.8', 'fr'],
  ['en-US,en;q=0.9,fr;q=0.8', 'en'],
  ['de-DE,de;q=0.9,fr;q=0.8,en;q=0.7', 'fr'],
  ['en;q=0.1, fr;q=0.2', 'fr'],
  ['FR', 'fr'],
  ['fr;q=0', 'en'],
  ['fr;q=0, *', 'en'],
  ['fr;q=much, en', 'en'],
  ['frr, de', 'en'],
  ['<script>, ;;;,,', 'en'],
])('to whoever prefers "%s" the page speaks %s', (accepted, language) => {
  expect(languageFor(accepted)).toBe(language);
});

test('the page says which language it is in', () => {
  for (const language of ['en', 'fr'] as const) {
    expect(page({ language })).toContain(`lang="${language}"`);
    expect(page({ language })).toContain(`<title>${JOIN_WORDS[language].title}</title>`);
  }
});

test('whatever stands in the config is text on the page, for every reader', () => {
  const nasty = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;`;
  const config = {
    windows: { x64: { url: `https://example.com/${nasty}` } },
    linux: { apt: [nasty], deb: { x64: { url: `https://example.com/?${nasty}`, sha256: '0'.repeat(64) } } },
  };
  const plain = page({ config: { windows: { x64: { url: 'https://example.com' } } } });
  const scripts = (text: string) => text.split(/<script/i).length;
  for (const reader of READERS) {
    const made = page({ reader, config, publicUrl: `https://example.com/${nasty}` });
    expect(scripts(made)).toBe(scripts(plain));
    expect(made).not.toMatch(/<img src=x/);
    expect(unescaped(made)).toContain(`https://example.com/${nasty}`);
  }
});

test('the policy allows the style and the script that are in the page, and no other', () => {
  const made = page();
  for (const [element, directive] of [
    ['style', 'style-src'],
    ['script', 'script-src'],
  ] as const) {
    const inside = [...made.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))];
    expect(inside).toHaveLength(1);
    const hash = createHash('sha256')
      .update(inside[0]?.[1] ?? '')
      .digest('base64');
    expect(CONTENT_SECURITY_POLICY).toContain(`${directive} 'sha256-${hash}';`);
  }
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*/);
  expect(made).not.toMatch(/\son\w+=|javascript:|\sstyle=/i);
});

test('no two elements of the page have one name', () => {
  for (const reader of READERS) {
    const ids = [...page({ reader }).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  }
});

test('the script sends nothing: it has no way to ask anybody', async () => {
  const script = await readFile(
    new URL('../../../../src-relay/join/browser/page.js', import.meta.url),
    'utf8',
  );
  expect(script).not.toMatch(
    /\b(?:fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource|Image|import)\b\s*\(/,
  );
  expect(script).not.toMatch(/innerHTML|insertAdjacent|document\.write|\beval\b|localStorage|cookie/);
});

test('every package is on the page once for a computer and once for a phone, with its sum', () => {
  for (const reader of READERS) {
    const made = page({ reader });
    for (const [, url = ''] of JSON.stringify(ALL_DOWNLOADS).matchAll(/"url":"([^"]+)"/g)) {
      expect(made.split(`href="${url}"`)).toHaveLength(3);
    }
    for (const line of ALL_DOWNLOADS.linux.apt) expect(unescaped(made)).toContain(line);
    expect(made).toContain(`${'4'.repeat(64)}  ringside_1.0.0_amd64.deb`);
  }
});

test.each([
  [{}, 'Ask your admin how you get Ringside'],
  [{ macos: ALL_DOWNLOADS.macos }, 'None of the packages here is for this computer'],
  [{ windows: ALL_DOWNLOADS.windows }, 'Download for Windows'],
])('with downloads like %j the page says what to do', (config, said) => {
  expect(page({ config })).toContain(said);
});

test('how an unsigned package is started is told where the admin says that it is one, and nowhere else', () => {
  const { title } = JOIN_WORDS.en.install.unsigned.exe;
  expect(page()).not.toContain(title);
  expect(page({ config: { ...ALL_DOWNLOADS, unsigned: true } })).toContain(title);
});

test('the colours of the page are those of the app', async () => {
  const read = async (file: string) =>
    await readFile(new URL(`../../../../${file}`, import.meta.url), 'utf8');
  const app = await read('src-renderer/tokens/tokens.css');
  const [light = '', dark = ''] = (await read('src-relay/join/browser/page.css')).split(
    '@media (prefers-color-scheme: dark)',
  );
  const colours = (css: string) =>
    new Map([...css.matchAll(/(--[a-z-]+): (#[\da-f]{6});/g)].map(([, name, value]) => [name, value]));
  const [inLight, inDark] = [colours(light), colours(dark.split('@media')[0] ?? '')];
  expect(inLight.size).toBeGreaterThan(10);
  for (const [name = '', value] of inLight) {
    const [, ofLight, ofDark] =
      new RegExp(`${name}: (?:light-dark\\()?(#\\w+)(?:, (#\\w+)\\))?;`).exec(app) ?? [];
    expect([name, value, inDark.get(name) ?? value]).toEqual([name, ofLight, ofDark ?? ofLight]);
  }
});

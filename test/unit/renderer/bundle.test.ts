import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { createBuilder } from 'vite';
import { beforeAll, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');

/** What the pages' CSP forbids, or what makes code or markup of text. */
const FORBIDDEN = {
  'text made into HTML':
    /\.(?:inner|outer)HTML\b|insertAdjacentHTML|createContextualFragment|DOMParser|document\.write|setHTMLUnsafe/,
  'text made into code':
    /\beval\s*\(|\bnew\s+Function\b|[^.\w]Function\s*\(|\bset(?:Timeout|Interval)\s*\(\s*['"`]/,
  'code from elsewhere':
    /\bnew\s+(?:Shared)?Worker\b|importScripts|WebAssembly|serviceWorker|createElement\(\s*['"]script/,
  requests: /\bfetch\s*\(|XMLHttpRequest|new\s+(?:WebSocket|EventSource)\b|sendBeacon/,
};

/** Where one of them stands, and why that is right. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  // For `dangerouslySetInnerHTML`, <script> and preloading, of which lint forbids the first and none is used.
  'react-dom': ['text made into HTML', 'code from elsewhere'],
  // The recording, of our own origin.
  'src-renderer/player/playback.ts': ['requests'],
};

interface Packed {
  readonly id: string;
  readonly code: string;
}

const packed: Packed[] = [];

beforeAll(async () => {
  const collect = {
    name: 'collect-modules',
    generateBundle(_: unknown, bundle: Readonly<Record<string, unknown>>) {
      for (const chunk of Object.values(bundle) as Chunk[])
        for (const [id, { code }] of Object.entries(chunk.modules ?? {}))
          packed.push({ id: id.replaceAll('\\', '/'), code: code ?? '' });
    },
  };
  const builder = await createBuilder({
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'error',
    plugins: [collect],
    build: { write: false, minify: false },
  });
  const { client } = builder.environments;
  if (client === undefined) throw new Error('there is no client environment');
  await builder.build(client);
}, 120_000);

interface Chunk {
  readonly modules?: Readonly<Record<string, { readonly code: string | null }>>;
}

test('nothing in the pages makes HTML or code of text, or asks anybody for anything', () => {
  expect(packed.length).toBeGreaterThan(100);
  for (const { id, code } of packed) {
    const known = KNOWN[packageOf(id) ?? relative(ROOT, id)] ?? [];
    for (const [what, sign] of Object.entries(FORBIDDEN))
      if (!known.includes(what)) expect(sign.exec(code)?.[0], `${what} in ${id}`).toBeUndefined();
  }
});

test('no package is there in the build that it has for browsers', () => {
  const chosen = packed.flatMap(({ id }) => {
    const name = packageOf(id);
    return name === null ? [] : [{ name, file: id.slice(id.lastIndexOf(`/${name}/`) + name.length + 2) }];
  });
  const names = new Set(chosen.map(({ name }) => name));
  expect([...names]).toContain('markdown-it');
  for (const name of names) {
    const forBrowsers = browserFilesOf(name);
    for (const { file } of chosen.filter((one) => one.name === name))
      expect(forBrowsers, `${name}/${file}`).not.toContain(file);
  }
});

test('nothing of Node comes along in its stead', () => {
  expect(packed.map(({ id }) => id).filter((id) => /browser-external|^node:/.test(id))).toEqual([]);
});

function packageOf(id: string): string | null {
  const inside = id.split('/node_modules/').at(-1) ?? id;
  return inside === id ? null : (/^(?:@[^/]+\/)?[^/]+/.exec(inside)?.[0] ?? null);
}

/** What a package's manifest names under a condition or field that is called `browser`. */
function browserFilesOf(name: string): readonly string[] {
  const manifest: unknown = JSON.parse(
    readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'),
  );
  const found: string[] = [];
  const walk = (value: unknown, isBrowser: boolean): void => {
    if (typeof value === 'string' && isBrowser) found.push(value.replace(/^\.\//, ''));
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, isBrowser || key === 'browser');
  };
  for (const field of ['exports', 'imports', 'browser'])
    walk(Reflect.get(manifest as object, field), field === 'browser');
  return found;
}

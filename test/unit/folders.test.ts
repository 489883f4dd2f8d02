import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layersIn, undrawn } from './drawn-layers.ts';
import { folderCycles, folderOf, importsOf, inWords, type Import, type Source } from './folder-cycles.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');

function sourcesIn(part: string): Source[] {
  return readdirSync(join(ROOT, part), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({
      path: `${part}/${name.replaceAll(sep, '/')}`,
      text: readFileSync(join(ROOT, part, name), 'utf8'),
    }));
}

test.each([
  ['src-relay', 30, ['assembly/relay.ts', 'cli/program.ts', 'journal/rules/plan.ts']],
  ['src-main', 35, ['assembly/to-book.ts', 'book/call-book.ts', 'log/log.ts']],
  ['src-renderer', 10, ['bridge/useAsk.ts', 'calls/CallsView.tsx', 'card/Card.tsx']],
  ['src-shared', 12, ['brand.ts', 'calls/call.ts', 'words/en.ts']],
])(
  'the folders of %s tell one direction, as it is drawn: none needs, by any way, one that needs it',
  (part, many, files) => {
    const imports = sourcesIn(part)
      .flatMap(importsOf)
      .filter(({ to }) => to.startsWith(`${part}/`));
    expect(new Set(imports.map(({ from }) => folderOf(from))).size).toBeGreaterThan(many);
    expect(imports.map(({ to }) => to)).toEqual(
      expect.arrayContaining(files.map((file) => `${part}/${file}`)),
    );
    expect(folderCycles(imports).map(inWords)).toEqual([]);
    const layers = layersIn(PAGE, part);
    expect([...layers.keys()].filter((folder) => !existsSync(join(ROOT, folder)))).toEqual([]);
    expect(undrawn(layers, part, imports)).toEqual([]);
  },
);

test('what is not as it is drawn is told: what is missing, and what goes up, back or beside', () => {
  const page =
    '# Page\n```\n src\n the entry  main.ts\n windows    pop · home ──▶ card\n ground     log\n```\n src\n x  y';
  const layers = layersIn(page, 'src');
  expect([...layers.keys()]).toEqual(['src/pop', 'src/home', 'src/card', 'src/log']);
  const told = (from: string, to: string) =>
    undrawn(layers, 'src', [{ from: `src/${from}`, to: `src/${to}` }]);
  for (const [from, to] of [
    ['main.ts', 'log/a.ts'],
    ['pop/a.ts', 'pop/b.ts'],
    ['pop/a.ts', 'card/a.ts'],
    ['card/a.ts', 'log/a.ts'],
  ] as const)
    expect(told(from, to)).toEqual([]);
  for (const [from, to] of [
    ['log/a.ts', 'pop/a.ts'],
    ['card/a.ts', 'home/a.ts'],
    ['pop/a.ts', 'home/a.ts'],
  ] as const)
    expect(told(from, to)).toEqual([`src/${from} imports src/${to}`]);
  expect(told('pop/a.ts', 'disk/a.ts')).toEqual(['src/disk is not drawn']);
  expect(() => layersIn(page, 'other')).toThrow('other is not drawn');
});

test('a cycle is told with its folders and with every import that makes it', () => {
  const sources: Source[] = [
    {
      path: 'src/journal/store.ts',
      text: "import { open } from '../engine/open.ts';\nimport '../log/log.ts';",
    },
    { path: 'src/engine/open.ts', text: "import type { Desk } from '../desk/desk.ts';\nimport './own.ts';" },
    { path: 'src/engine/own.ts', text: "import { y } from '../../src-shared/y.ts';" },
    { path: 'src/desk/desk.ts', text: "export type Desk = import('../journal/rules/rule.ts').Rule;" },
    { path: 'src/desk/other.tsx', text: "export * from '../journal/store.ts';\nexport const one = <hr />;" },
  ];
  expect(folderCycles(sources.flatMap(importsOf)).map(inWords)).toEqual([
    `src/desk → src/journal → src/engine → src/desk
  src/desk/desk.ts imports src/journal/rules/rule.ts
  src/desk/other.tsx imports src/journal/store.ts
  src/journal/store.ts imports src/engine/open.ts
  src/engine/open.ts imports src/desk/desk.ts`,
  ]);
});

test('a file beside the folders that what it imports imports back is a cycle, too', () => {
  const sources: Source[] = [
    { path: 'src/log.ts', text: "import { open } from './disk/open.ts';" },
    { path: 'src/disk/open.ts', text: "import type { Log } from '../log.ts';" },
  ];
  expect(folderCycles(sources.flatMap(importsOf)).map(inWords)).toEqual([
    `src → src/disk → src
  src/log.ts imports src/disk/open.ts
  src/disk/open.ts imports src/log.ts`,
  ]);
});

test.each([
  "import { a } from '../b/b.ts';",
  "import type { A } from '../b/b.ts';",
  "import { type A } from '../b/b.ts';",
  "import a from\n  '../b/b.ts';",
  "import '../b/b.ts';",
  "import a = require('../b/b.ts');",
  "export * from '../b/b.ts';",
  "export type { A } from '../b/b.ts';",
  "const { a } = await import('../b/b.ts');",
  "function f(a: import('../b/b.ts').A): void {}",
])('%j counts as an import', (text) => {
  expect(importsOf({ path: 'a/a.ts', text })).toEqual([{ from: 'a/a.ts', to: 'b/b.ts' }]);
});

test.each([
  "// import '../b/b.ts'",
  'const text = "import \'../b/b.ts\'";',
  "import 'ws';",
  'await import(given);',
])('%j counts as none', (text) => {
  expect(importsOf({ path: 'a/a.ts', text })).toEqual([]);
});

test('what cannot be read is no clean bill', () => {
  expect(() => importsOf({ path: 'a/a.ts', text: "import { from '../b/b.ts';" })).toThrow('a/a.ts');
});

test.each([
  ['src-relay/ringside-relay.ts', 'src-relay'],
  ['src-relay/hub/hub.ts', 'src-relay/hub'],
  ['src-relay/journal/rules/memory/recall.ts', 'src-relay/journal'],
  ['src-relay/crm/contract.ts', 'src-relay/crm'],
  ['src-relay/crm/zoho/zoho.ts', 'src-relay/crm/zoho'],
  ['src-shared/crm/pages/page.ts', 'src-shared/crm'],
  ['src-renderer/home/shell/Rooms.tsx', 'src-renderer/home'],
])('%s is in %s', (path, folder) => {
  expect(folderOf(path)).toBe(folder);
});

const folder = fc.integer({ min: 0, max: 9 });
const file = (of: number): string => `src/folder-${of}/file.ts`;

test('whatever imports what: in one direction there is no cycle, and with one import back there is', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(folder, folder)), fc.array(folder, { minLength: 2 }), (pairs, way) => {
      const down = pairs.map(([a, b]): Import => ({ from: file(Math.min(a, b)), to: file(Math.max(a, b)) }));
      expect(folderCycles(down)).toEqual([]);
      const steps = [...new Set(way)];
      const round = steps.map((from, i): Import => ({
        from: file(from),
        to: file(steps[(i + 1) % steps.length] ?? 0),
      }));
      const found = folderCycles([...down, ...round]);
      expect(found.length > 0).toBe(steps.length > 1);
      // Each is told as it is: every folder imports the next, and the last the first.
      for (const { folders, imports } of found) {
        const made = new Set(imports.map(({ from, to }) => `${folderOf(from)} ${folderOf(to)}`));
        expect([...made].toSorted()).toEqual(
          folders.map((one, i) => `${one} ${folders[(i + 1) % folders.length]}`).toSorted(),
        );
      }
    }),
  );
});

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderCycles, folderOf, importsOf, inWords, type Import, type Source } from './folder-cycles.ts';

const RELAY = resolve(import.meta.dirname, '../../../src-relay');

test('the folders of the relay tell one direction: none needs, by any way, one that needs it', () => {
  const sources = readdirSync(RELAY, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name): Source => ({
      path: name.replaceAll(sep, '/'),
      text: readFileSync(join(RELAY, name), 'utf8'),
    }));
  const imports = sources.flatMap(importsOf);
  expect(new Set(imports.map(({ from }) => folderOf(from))).size).toBeGreaterThan(30);
  expect(imports.map(({ to }) => to)).toEqual(
    expect.arrayContaining(['assembly/relay.ts', 'cli/program.ts', 'journal/rules/plan.ts']),
  );
  expect(folderCycles(imports).map(inWords)).toEqual([]);
});

test('a cycle is told with its folders and with every import that makes it', () => {
  const sources: Source[] = [
    { path: 'journal/store.ts', text: "import { open } from '../engine/open.ts';\nimport '../log/log.ts';" },
    { path: 'engine/open.ts', text: "import type { Desk } from '../desk/desk.ts';\nimport './own.ts';" },
    { path: 'engine/own.ts', text: "import { y } from '../../src-shared/y.ts';" },
    { path: 'desk/desk.ts', text: "export type Desk = import('../journal/rules/rule.ts').Rule;" },
    { path: 'desk/other.ts', text: "export * from '../journal/store.ts';" },
  ];
  expect(folderCycles(sources.flatMap(importsOf)).map(inWords)).toEqual([
    `desk → journal → engine → desk
  desk/desk.ts imports journal/rules/rule.ts
  desk/other.ts imports journal/store.ts
  journal/store.ts imports engine/open.ts
  engine/open.ts imports desk/desk.ts`,
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
  ['ringside-relay.ts', '.'],
  ['hub/hub.ts', 'hub'],
  ['journal/rules/memory/recall.ts', 'journal'],
  ['crm/contract.ts', 'crm'],
  ['crm/zoho/zoho.ts', 'crm/zoho'],
])('%s is in %s', (path, folder) => {
  expect(folderOf(path)).toBe(folder);
});

const folder = fc.integer({ min: 0, max: 9 });
const file = (of: number): string => `folder-${of}/file.ts`;

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

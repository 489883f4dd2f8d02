import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');

/** What a module loads before its first line runs. */
function loadedFirst(path: string): string[] {
  const { staticImports, staticExports } = parseSync(path, readFileSync(path, 'utf8')).module;
  const imported = staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
    .map(({ moduleRequest }) => moduleRequest.value);
  const handedOn = staticExports
    .flatMap(({ entries }) => entries)
    .filter(({ isType }) => !isType)
    .flatMap(({ moduleRequest }) => moduleRequest?.value ?? []);
  return [...imported, ...handedOn];
}

test('before the tray nothing is loaded that takes a start time and only what comes after it needs', () => {
  const files = new Set([join(ROOT, 'src-main/main.ts')]);
  const others = new Set<string>();
  for (const file of files)
    for (const name of loadedFirst(file))
      if (name.startsWith('.')) files.add(resolve(dirname(file), name));
      else others.add(name);
  expect(files).toContain(join(ROOT, 'src-main/tray/early-tray.ts'));
  // Of Node what Electron has loaded by then anyway: `node:crypto` and `node:https` would take 14 ms of processor time.
  expect([...others].toSorted()).toEqual(['electron', 'node:fs', 'node:fs/promises', 'node:path']);
  const bytes = [...files].reduce((sum, file) => sum + readFileSync(file).length, 0);
  expect(bytes).toBeLessThan(180_000);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../scripts/setup/places.mjs';

const json = <T>(name: string): T => JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as T;

test('whether a package may run a script when it is installed is decided for each that has one', () => {
  const { packages } = json<{ packages: Record<string, { hasInstallScript?: true }> }>('package-lock.json');
  const withScript = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
  const { allowScripts } = json<{ allowScripts: Record<string, boolean> }>('package.json');
  expect([...new Set(withScript)].sort()).toEqual(Object.keys(allowScripts).sort());
});

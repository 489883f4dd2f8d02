import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NODE_MODULES, ROOT } from '../../scripts/setup/places.mjs';
import { failedInPlaywright, failedInVitest } from '../../scripts/test/failed-tests.ts';

let folder: string;
beforeAll(() => {
  mkdirSync(join(ROOT, 'artifacts'), { recursive: true });
  folder = mkdtempSync(join(ROOT, 'artifacts', 'failed-tests-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const { status } = spawnSync(process.execPath, [join(NODE_MODULES, program), ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
}

test('what failed under Vitest is told by file, name and reason, and so is a file that could not be read', () => {
  writeFileSync(join(folder, 'vitest.config.js'), 'export default {};');
  writeFileSync(
    join(folder, 'sums.test.js'),
    `import { expect, test } from 'vitest';
     test('one is two', () => expect(1).toBe(2));
     test('one is one', () => expect(1).toBe(1));`,
  );
  writeFileSync(join(folder, 'broken.test.js'), `throw new Error('no such thing');`);
  const report = join(folder, 'vitest.json');
  run('vitest/vitest.mjs', ['run', '--reporter=json', `--outputFile=${report}`]);
  const failed = failedInVitest(report).sort((a, b) => a.name.localeCompare(b.name));
  expect(failed.map(({ name }) => name.slice(folder.length + 1))).toEqual([
    'broken.test.js',
    'sums.test.js › one is two',
  ]);
  expect(failed.map(({ why }) => why.split('\n')[0])).toEqual([
    'no such thing',
    'AssertionError: expected 1 to be 2 // Object.is equality',
  ]);
});

test('what failed under Playwright is told with the part that it is of', () => {
  writeFileSync(
    join(folder, 'sums.spec.js'),
    `import { expect, test } from '@playwright/test';
     test.describe('sums', () => {
       test('one is two', () => expect(1).toBe(2));
       test('one is one', () => expect(1).toBe(1));
     });`,
  );
  const report = join(folder, 'playwright.json');
  run('@playwright/test/cli.js', ['test', 'sums.spec.js', '--reporter=json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  expect(failedInPlaywright(report)).toEqual([
    { name: 'sums.spec.js › sums › one is two', why: expect.stringContaining('Expected: 2\nReceived: 1') },
  ]);
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NODE_MODULES, ROOT } from '../../../../scripts/setup/places.mjs';
import { failedInPlaywright, failedInVitest } from '../../../../scripts/test/failed-tests.ts';
import { FAILED_TESTS_FILE } from '../../../../scripts/test/vitest-reporter.ts';

/** Each starts a whole runner of tests. */
const LONG = { timeout: 60_000 };

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

const FAILING = {
  'sums.test.js': `import fc from 'fast-check';
    import { expect, test } from 'vitest';
    test('one is two', () => expect(1).toBe(2));
    test('one is one', () => expect(1).toBe(1));
    test('all are short', () => {
      const lists = fc.array(fc.string({ minLength: 30 }), { minLength: 40, maxLength: 40 });
      fc.assert(fc.property(lists, () => { throw new Error('the reason'); }), { endOnFailure: true });
    });`,
  'broken.test.js': `throw new Error('no such thing');`,
  'hooks.test.js': `import { beforeAll, describe, test } from 'vitest';
    describe('a part', () => {
      beforeAll(() => { throw new Error('nothing to stand on'); });
      test('stands', () => undefined);
    });`,
  'late.test.js': `import { test } from 'vitest';
    test('ends well', () => void Promise.reject(new Error('too late')));`,
};

test('what failed under Vitest is told by file, name and reason, wherever it failed', LONG, () => {
  writeFileSync(join(folder, 'vitest.config.js'), 'export default {};');
  for (const [name, text] of Object.entries(FAILING)) writeFileSync(join(folder, name), text);
  const report = join(folder, 'vitest.json');
  const reporter = join(ROOT, 'scripts/test/vitest-reporter.ts');
  run('vitest/vitest.mjs', ['run', `--reporter=${reporter}`], { [FAILED_TESTS_FILE]: report });
  const told = failedInVitest(report).map(({ name, why }) => [name.replace(`${folder}/`, ''), why]);
  expect(Object.fromEntries(told)).toEqual({
    'broken.test.js': expect.stringMatching(/^Error: no such thing\n +at .*broken\.test\.js:1/),
    'hooks.test.js › a part': expect.stringContaining('nothing to stand on'),
    'outside of a test': expect.stringContaining('too late'),
    'sums.test.js › one is two': expect.stringMatching(/^AssertionError: expected 1 to be 2[^]*- 2\n\+ 1/),
    'sums.test.js › all are short': expect.stringMatching(
      /Property failed[^]*\{ seed: [^]*\ncaused by Error: the reason\n +at .*sums\.test\.js:7/,
    ),
  });
});

test('what failed under Playwright is told with the part that it is of', LONG, () => {
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

import { defineConfig } from '@playwright/test';

/** The desktops that `npm test` has opened: what a program needs to appear on each. None: the one that is there. */
const desktops: readonly NodeJS.ProcessEnv[] = JSON.parse(process.env['RINGSIDE_TEST_DESKTOPS'] ?? '[]');
// A worker reads this file as well, and all that it starts appears on its own desktop.
Object.assign(process.env, desktops[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)]);

export default defineConfig({
  testDir: 'test',
  testMatch: ['e2e/**/*.spec.ts', 'security/app/**/*.spec.ts'],
  outputDir: 'test-results',
  // What the documents show is what the tests compare with.
  snapshotPathTemplate: 'docs/images/{arg}{ext}',
  // One desktop, one focused window: tests that share it cannot run side by side.
  workers: Math.max(1, desktops.length),
  fullyParallel: false,
  retries: 0,
  // What does not come is said by its own wait, sooner: this one is for a machine on which every step takes long.
  timeout: 120_000,
  expect: {
    timeout: 10_000,
    // Edges of letters may fall a shade differently on another machine; a word, a line or a colour may not.
    toMatchSnapshot: { threshold: 0.2, maxDiffPixels: 20 },
  },
  reporter: [['list']],
  forbidOnly: true,
});

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // What the documents show is what the tests compare with.
  snapshotPathTemplate: 'docs/images/{arg}{ext}',
  // One desktop, one focused window: tests that share it cannot run side by side. `npm test` gives each half its own.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  expect: {
    timeout: 10_000,
    // Edges of letters may fall a shade differently on another machine; a word, a line or a colour may not.
    toMatchSnapshot: { threshold: 0.2, maxDiffPixels: 20 },
  },
  reporter: [['list']],
  forbidOnly: true,
});

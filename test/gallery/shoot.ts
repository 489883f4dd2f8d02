import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';
import { TIME_ZONE } from './moment.ts';

/**
 * Builds the gallery of cards and photographs it in both themes and languages:
 * `node test/gallery/shoot.ts [FOLDER [NAME]]`, for a quick look while drawing.
 * `CHROMIUM` names a browser to use instead of Playwright's own.
 */
const [folder = join('artifacts', 'gallery'), only = ''] = process.argv.slice(2);
const outDir = mkdtempSync(join(tmpdir(), 'ringside-gallery-'));
const shared = {
  configFile: false,
  root: import.meta.dirname,
  logLevel: 'warn',
  build: { outDir, emptyOutDir: true, assetsInlineLimit: 0 },
} as const;

await build({ ...shared, plugins: [react()] });
const server = await preview({ ...shared, preview: { port: 0, host: '127.0.0.1' } });
const executablePath = process.env['CHROMIUM'];
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
try {
  mkdirSync(folder, { recursive: true });
  const address = server.resolvedUrls?.local[0] ?? '';
  for (const locale of ['en-GB', 'fr-FR'])
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({
        colorScheme,
        timezoneId: TIME_ZONE,
        viewport: { width: 2108, height: 1200 },
      });
      await page.goto(`${address}?locale=${locale}&only=${only}`);
      await page.evaluate(() => document.fonts.ready);
      const path = join(folder, `cards-${locale.slice(0, 2)}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true });
      console.log(path);
      await page.close();
    }
} finally {
  await browser.close();
  await server.close();
  rmSync(outDir, { recursive: true, force: true });
}

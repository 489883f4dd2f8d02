import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';

/**
 * Builds the gallery and photographs it, light and dark: `node test/gallery/shoot.ts [FOLDER]`.
 * `CHROMIUM` names a browser to use instead of Playwright's own.
 */
const folder = process.argv[2] ?? join('artifacts', 'gallery');
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
  for (const page of ['cards', 'home'])
    for (const colorScheme of ['light', 'dark'] as const)
      await shoot(
        browser,
        `${address}?page=${page}`,
        colorScheme,
        join(folder, `${page}-${colorScheme}.png`),
      );
} finally {
  await browser.close();
  await server.close();
  rmSync(outDir, { recursive: true, force: true });
}

async function shoot(
  within: Browser,
  url: string,
  colorScheme: 'light' | 'dark',
  path: string,
): Promise<void> {
  const page = await within.newPage({ colorScheme, viewport: { width: 1696, height: 2600 } });
  await page.goto(url);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path, fullPage: true });
  console.log(path);
  await page.close();
}

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';
import { chooseLanguage } from '../../src-shared/words/language.ts';
import { ROOM_STATES } from './roomStates.ts';

/**
 * Builds the rooms of the home window and photographs each state in both themes and languages:
 * `node test/gallery/shootRooms.ts [FOLDER [WIDTHxHEIGHT [STATE…]]]`. `CHROMIUM` names a browser to use instead of
 * Playwright's own.
 */
const [folder = join('artifacts', 'rooms'), size = '980x680', ...only] = process.argv.slice(2);
const [width = 980, height = 680] = size.split('x').map(Number);
const outDir = mkdtempSync(join(tmpdir(), 'ringside-rooms-'));
const shared = { configFile: false, root: import.meta.dirname, logLevel: 'warn' } as const;
const output = { outDir, emptyOutDir: true, assetsInlineLimit: 0 };

await build({
  ...shared,
  plugins: [react()],
  build: { ...output, rolldownOptions: { input: join(import.meta.dirname, 'rooms.html') } },
});
const server = await preview({ ...shared, build: output, preview: { port: 0, host: '127.0.0.1' } });
const executablePath = process.env['CHROMIUM'];
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
try {
  mkdirSync(folder, { recursive: true });
  const address = `${server.resolvedUrls?.local[0] ?? ''}rooms.html`;
  const states = only.length === 0 ? Object.keys(ROOM_STATES) : only;
  for (const colorScheme of ['light', 'dark'] as const)
    for (const locale of ['en-GB', 'fr-FR'])
      for (const state of states) {
        const page = await browser.newPage({ colorScheme, viewport: { width, height } });
        await page.goto(`${address}?state=${state}&locale=${locale}`);
        await page.waitForLoadState('networkidle');
        await page.locator('h1, [role=treegrid], main h2').filter({ visible: true }).first().waitFor();
        await page.evaluate(() => document.fonts.ready);
        await press(page, state, locale);
        const path = join(folder, `${state}-${locale.slice(0, 2)}-${colorScheme}.png`);
        await page.screenshot({ path, animations: 'disabled' });
        console.log(path);
        await page.close();
      }
} finally {
  await browser.close();
  await server.close();
  rmSync(outDir, { recursive: true, force: true });
}

async function press(page: Page, state: string, locale: string): Promise<void> {
  const { words } = chooseLanguage([locale]);
  const names = { test: words.testCall.play, forget: words.settings.forget };
  for (const button of ROOM_STATES[state]?.press ?? [])
    await page.getByRole('button', { name: names[button] }).click();
}

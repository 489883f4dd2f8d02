import type { Page } from '@playwright/test';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import type { SomePreferences } from '../../src-shared/preferences/preferences.ts';
import { NORA, ring } from '../fixtures/allo.ts';
import { cardOf, expect, expectPopped, test } from './stage.ts';

function prefer(page: Page, change: SomePreferences): Promise<unknown> {
  return page.evaluate((some) => {
    const bridge = Reflect.get(window, 'ringside') as Bridge;
    return bridge.request('preferences:set', some);
  }, change);
}

test('the language of the system is that of the card, and another one is there at once when it is chosen', async ({
  stage,
}) => {
  const paired = { relayUrl: stage.relay.url(), token: (await stage.relay.tokenFor(NORA)).token };
  const app = await stage.start({ ...paired, language: 'fr_FR:fr' });
  const home = await app.showHome();
  await expect(home.getByText('Connecté')).toBeVisible();
  await stage.relay.play(ring());
  const pop = await expectPopped(app);
  await expect(cardOf(pop, 'Ana Lopez').getByText('Affaires en cours')).toBeVisible();
  expect(await pop.evaluate(() => document.documentElement.lang)).toMatch(/^fr/);

  await prefer(home, { language: 'en' });
  await expect(cardOf(pop, 'Ana Lopez').getByText('Open deals')).toBeVisible();
  await expect(home.getByText('Connected')).toBeVisible();
  expect(await pop.evaluate(() => document.documentElement.lang)).toBe('en-GB');
});

test('a theme that is chosen holds at once, and after a restart', async ({ stage }) => {
  const userData = await stage.profile();
  const first = await stage.start({ userData });
  const isDark = (app: typeof first) =>
    app.electron.evaluate(({ nativeTheme }) => [nativeTheme.themeSource, nativeTheme.shouldUseDarkColors]);
  await prefer(await first.showHome(), { theme: 'dark' });
  expect(await isDark(first)).toEqual(['dark', true]);
  await first.close();
  const second = await stage.start({ userData });
  // It is driven before it has read what was chosen.
  await expect(async () => expect(await isDark(second)).toEqual(['dark', true])).toPass({ timeout: 20_000 });
});

test('a theme that was answered for holds after SIGKILL', async ({ stage }) => {
  const userData = await stage.profile();
  const first = await stage.start({ userData });
  await prefer(await first.showHome(), { theme: 'dark' });
  await first.kill();
  const second = await stage.start({ userData });
  const theme = () => second.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
  await expect(async () => expect(await theme()).toBe('dark')).toPass({ timeout: 20_000 });
});

import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { RequestChannel } from '../../src-shared/ipc/contract.ts';
import { completed, NORA, ring } from '../fixtures/allo.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { until } from '../fixtures/until.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';

const FAILED = 'That did not work. Try again.';

/** From here on main fails at what a page asks for. */
async function fail(app: DrivenApp, ...channels: RequestChannel[]): Promise<void> {
  await app.electron.evaluate(({ ipcMain }, names) => {
    for (const name of names) {
      ipcMain.removeHandler(name);
      ipcMain.handle(name, () => Promise.reject(new Error('failed')));
    }
  }, channels);
}

/** @returns whether it was on the page since: what stands there for a second is over when a slow machine looks */
async function listenFor(page: Page, name: string): Promise<() => Promise<boolean>> {
  await page.evaluate((said) => {
    const look = () => {
      if (document.body.outerHTML.includes(said)) document.documentElement.dataset['wasSaid'] = said;
    };
    const all = { subtree: true, childList: true, attributes: true, characterData: true };
    new MutationObserver(look).observe(document.body, all);
  }, name);
  return async () => (await page.locator('html').getAttribute('data-was-said')) === name;
}

test('a number that could not be copied is not said to be', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(ring());
  const pop = await expectPopped(app);
  const card = cardOf(pop, 'Ana Lopez');
  const wasSaid = await listenFor(pop, 'Copied');
  await card.getByRole('button', { name: 'Copy number' }).click();
  await expect.poll(wasSaid).toBe(true);
  await expect(card.getByRole('button', { name: 'Copy number' })).toBeVisible();
  await fail(app, 'card:copy');
  await card.getByRole('button', { name: 'Copy number' }).click();
  await expect(card.getByText(FAILED)).toBeVisible();
  await expect(card.getByRole('button', { name: 'Copied' })).toHaveCount(0);
  await expect(pop.getByRole('status').getByText(FAILED)).toBeAttached();
});

test('a choice that main did not take is not left on screen, and says so', async ({ stage }) => {
  const app = await stage.start();
  const home = await app.showHome();
  await home.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  const choice = home.getByRole('switch', { name: 'Cards for outgoing calls' });
  await expect(choice).toBeChecked();
  await fail(app, 'preferences:set');
  await choice.click();
  await expect(home.getByRole('main').getByText(FAILED)).toBeInViewport();
  await expect(choice).toBeChecked();
});

test('a choice that the disk does not take holds, and is said to be lost at quitting until it is kept', async ({
  stage,
}) => {
  const app = await stage.start();
  const home = await app.showHome();
  await home.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  const choice = home.getByRole('switch', { name: 'Cards for outgoing calls' });
  await choice.click();
  await expect(choice).not.toBeChecked();
  const path = join(app.userData, 'preferences.json');
  await until('the choice on disk', () => readFile(path).catch(() => null));
  await rm(path);
  // No file can be put where a folder with something in it is.
  await mkdir(join(path, 'in the way'), { recursive: true });
  await choice.click();
  await expect(home.getByRole('main').getByText('This could not be saved')).toBeInViewport();
  await expect(choice).toBeChecked();
  await rm(path, { recursive: true });
  await choice.click();
  await expect(home.getByRole('main').getByText('This could not be saved')).toHaveCount(0);
});

test('rooms that cannot be read offer to try again', async ({ stage }) => {
  const app = await stage.start();
  const home = await app.showHome();
  await fail(app, 'preferences:ready', 'activity:ready');
  const rooms = home.getByRole('navigation');
  await rooms.getByRole('button', { name: 'Settings' }).click();
  await expect(home.getByText('The settings could not be read.')).toBeVisible();
  await expect(home.getByRole('button', { name: 'Try again' })).toBeVisible();
  await rooms.getByRole('button', { name: 'Activity' }).click();
  await expect(home.getByText('The activity could not be read.')).toBeVisible();
});

test('clicks in the calls window and in the activity that fail say so where they were made', async ({
  stage,
}) => {
  const app = await stage.start();
  const home = await app.showHome();
  await stage.relay.play(ring());
  await stage.relay.play(completed({ user_email: NORA }));
  await home.getByRole('row', { name: /Ana Lopez/ }).click();
  await fail(app, 'home:showCall', 'diagnostics:copy', 'card:copy');
  const reading = home.getByRole('article', { name: 'Ana Lopez' });
  await reading.getByRole('button', { name: 'Show its card' }).click();
  await expect(reading.getByText(FAILED)).toBeVisible();
  await reading.getByRole('button', { name: 'Copy summary' }).click();
  await expect(reading.getByRole('button', { name: 'Copy summary' })).toHaveText('Copy');
  await home.getByRole('navigation').getByRole('button', { name: 'Activity' }).click();
  await home.getByRole('button', { name: 'Copy diagnostics' }).click();
  // The one of the reading is still there, in the room that is hidden.
  await expect(home.getByRole('main').getByText(FAILED).filter({ visible: true })).toBeVisible();
  await expect(home.getByRole('button', { name: 'Copied' })).toHaveCount(0);
});

import type { Bridge } from '../../src-shared/ipc/contract.ts';
import type { Page } from '@playwright/test';
import type { SomePreferences } from '../../src-shared/preferences/preferences.ts';
import { openDesktop, type Desktop } from '../../scripts/setup/desktop.ts';
import { LINE, ring } from '../fixtures/allo.ts';
import { pageAt } from '../fixtures/app.ts';
import { cardOf, expect, expectPopped, test } from './stage.ts';

let desktop: Desktop;
test.beforeAll(async () => {
  desktop = await openDesktop();
});
test.afterAll(async () => {
  await desktop.close();
});

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

async function prefer(page: Page, change: SomePreferences): Promise<void> {
  await page.evaluate(
    (some) => (Reflect.get(window, 'ringside') as Bridge).request('preferences:set', some),
    change,
  );
}

test('do not disturb: top bar and tray say so, a test call names it, and one click has cards back', async ({
  stage,
}) => {
  const app = await stage.start();
  const home = await app.showHome();
  const bar = home.getByRole('banner');
  await expect(bar.getByText('Connected')).toBeVisible();
  await prefer(home, { snoozedUntil: Date.now() + 3_600_000 });
  await expect(bar.getByRole('status')).toHaveText(/^Do not disturb until \d/);
  await expect(bar.getByText('Connected')).toHaveCount(0);
  await expect(bar.getByText('Calls bring no card and no sound')).toBeVisible();
  await expect.poll(() => desktop.trayTooltip()).toContain('Do not disturb until');
  await expect.poll(() => desktop.trayMenu()).toContain('Show cards again');

  await home.getByRole('button', { name: 'Play a test call' }).click();
  await expect(home.getByRole('main').getByText('brought no card. “Do not disturb” is on.')).toBeVisible();
  await bar.getByRole('button', { name: 'Show cards again' }).click();
  await expect(bar.getByRole('status')).toHaveText('Connected');
  await stage.relay.play(ring());
  await expect(cardOf(await expectPopped(app), 'Ana Lopez')).toBeVisible();
  await expect.poll(() => desktop.trayTooltip()).not.toContain('Do not disturb');
});

test('the empty list plays the test call that it offers', async ({ stage }) => {
  const app = await stage.start();
  const home = await app.showHome();
  await home.getByRole('button', { name: 'Play a test call' }).click();
  await expect(cardOf(await expectPopped(app), 'Test call')).toBeVisible();
  await expect(home.getByText('from your click to the card')).toBeVisible();
});

test('quiet hours end with a click in the tray, for this time, and a call brings its card', async ({
  stage,
}) => {
  const app = await stage.start();
  const home = await app.showHome();
  await prefer(home, { quietHours: { from: '00:00', to: '00:00', days: EVERY_DAY } });
  await expect(home.getByRole('banner').getByRole('status')).toHaveText('Quiet hours');
  await stage.relay.play(ring());
  await expect(home.getByRole('row', { name: /Ana Lopez/ })).toBeVisible();
  expect(await app.popIsVisible()).toBe(false);

  await desktop.clickTray('Show cards again');
  await expect(home.getByRole('banner').getByRole('status')).toHaveText('Connected');
  await stage.relay.play(ring({ from_number: '+33199005678', person: null }));
  await expectPopped(app);
});

test('what the admin has fixed is said, and no click is offered that would do nothing', async ({ stage }) => {
  await stage.relay.configure({
    app: { fixed: { quietHours: { from: '00:00', to: '00:00', days: EVERY_DAY } } },
  });
  const app = await stage.start();
  const home = await app.showHome();
  await expect(home.getByRole('banner').getByText('Your admin has set this.')).toBeVisible();
  await expect(home.getByRole('button', { name: 'Show cards again' })).toHaveCount(0);
  await expect.poll(() => desktop.trayTooltip()).toContain('Quiet hours');
  expect(await desktop.trayMenu()).not.toContain('Show cards again');
});

test('muting the only line is said, and one click has it ring again', async ({ stage }) => {
  const app = await stage.start();
  const home = await app.showHome();
  const bar = home.getByRole('banner');
  await expect(bar.getByText('Connected')).toBeVisible();
  await prefer(home, { mutedLines: [LINE] });
  await expect(bar.getByRole('status')).toHaveText('All lines are muted');
  await bar.getByRole('button', { name: 'Unmute all lines' }).click();
  await expect(bar.getByRole('status')).toHaveText('Connected');
});

test('the welcome says what keeps cards away, and why the test call showed none', async ({ stage }) => {
  const app = await stage.start({});
  const home = await pageAt(app.electron, 'home.html');
  await prefer(home, { snoozedUntil: Date.now() + 3_600_000 });
  await home.getByLabel('Pairing link').fill(await stage.relay.pairingLinkFor('nora@ringside.example'));
  await home.getByRole('button', { name: 'Pair' }).click();
  await expect(home.getByRole('heading', { name: 'You are connected' })).toBeVisible();
  await expect(home.getByText(/^Do not disturb until/)).toBeVisible();
  await home.getByRole('button', { name: 'Play a test call' }).click();
  await expect(home.getByRole('main').getByText('“Do not disturb” is on.')).toBeVisible();
  await home.getByRole('button', { name: 'Show cards again' }).click();
  await stage.relay.play(ring());
  await expect(cardOf(await expectPopped(app), 'Ana Lopez')).toBeVisible();
});

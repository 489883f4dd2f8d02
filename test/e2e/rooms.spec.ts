import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import { NORA, ring } from '../fixtures/allo.ts';
import { isVisible, pageAt, type DrivenApp } from '../fixtures/app.ts';
import { answerQuestions } from './questions.ts';
import { cardOf, expect, expectLive, expectNoPop, expectPopped, test } from './stage.ts';
import { xdotool } from './terminal.ts';

async function openRoom(home: Page, name: string): Promise<void> {
  await home.getByRole('navigation').getByRole('button', { name }).click();
}

/** Where the middle of the pop lies, as a share of the work area. */
async function placeOfPop(app: DrivenApp): Promise<'left' | 'right'> {
  const window = await app.electron.browserWindow(await app.pop());
  const { x, width } = await window.evaluate((it) => it.getBounds());
  const wide = await app.electron.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea.width);
  return x + width / 2 < wide / 2 ? 'left' : 'right';
}

test('a newcomer pastes one link, plays a test call, sees its card and each stage of its way', async ({
  stage,
}) => {
  const app = await stage.start({});
  const home = await pageAt(app.electron, 'home.html');
  await home.getByLabel('Pairing link').fill(await stage.relay.pairingLinkFor(NORA));
  await home.getByRole('button', { name: 'Pair' }).click();
  await expect(home.getByRole('heading', { name: 'You are connected' })).toBeFocused();
  await expect(home.getByText(new RegExp(`As ${NORA}, at 127`))).toBeVisible();

  await home.getByRole('button', { name: 'Play a test call' }).click();
  const pop = await expectPopped(app);
  await expect(pop.getByRole('article').first()).toBeVisible();
  for (const name of [
    'Checked by the relay',
    'Written down by the relay',
    'Reached this computer',
    'Card on screen',
  ])
    await expect(home.getByRole('listitem').filter({ hasText: name })).toContainText(/\d ms/);
  await expect(home.getByText(/\d+ ms from your click to the card/)).toBeVisible();
  await expect(home.getByText(/You can close this window/)).toBeVisible();

  await home.getByRole('button', { name: 'Open Ringside' }).click();
  await expect(home.getByRole('navigation').getByRole('button', { name: 'Calls' })).toHaveAttribute(
    'aria-current',
    'page',
  );
});

test('the rooms are there by name, by keys, and in the title', async ({ stage }) => {
  const app = await stage.start();
  const home = await app.showHome();
  await expect(home).toHaveTitle(/Calls – Ringside$/);
  await openRoom(home, 'Activity');
  await expect(home.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
  await expect(home).toHaveTitle(/Activity – Ringside$/);
  await home.keyboard.press('Control+4');
  await expect(home.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await home.getByRole('switch', { name: 'Cards for outgoing calls' }).focus();
  await home.keyboard.press('Control+1');
  await expect(home).toHaveTitle(/Calls – Ringside$/);
  await expect(home.getByRole('navigation').getByRole('button', { name: 'Calls' })).toBeFocused();
});

test('the keys of every window work without a menu on screen: larger text, and close', async ({ stage }) => {
  const app = await stage.start({});
  const home = await pageAt(app.electron, 'home.html');
  await home.getByRole('heading', { level: 1, name: 'Ringside' }).click();
  const wide = await home.evaluate(() => document.documentElement.clientWidth);
  await xdotool('key', 'ctrl+equal');
  await expect.poll(() => home.evaluate(() => document.documentElement.clientWidth)).toBeLessThan(wide);
  await xdotool('key', 'ctrl+0');
  await expect.poll(() => home.evaluate(() => document.documentElement.clientWidth)).toBe(wide);
  await xdotool('key', 'ctrl+w');
  await expect.poll(() => isVisible(app.electron, home)).toBe(false);
});

test('without the relay the window says since when, and that the history works', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  const home = await app.showHome();
  await stage.relay.kill();
  await expect(home.getByText(/^Reconnecting since \d+:\d\d/)).toBeVisible();
  await expect(
    home.getByText(/No connection to 127.* since \d+:\d\d.*\. Your history still works/),
  ).toBeVisible();
  await openRoom(home, 'Activity');
  await expect(home.getByRole('button', { name: 'Play a test call' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await expect(home.getByText(/There is no connection to the relay/)).toBeVisible();
  await stage.relay.restart();
  await expect(home.getByText(/Your history still works/)).toBeHidden({ timeout: 40_000 });
});

test('a language that is chosen is on screen at once, in both windows', async ({ stage }) => {
  const app = await stage.start();
  await stage.relay.play(ring());
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  const home = await app.showHome();
  await openRoom(home, 'Settings');
  await home.getByRole('radio', { name: 'Français' }).check({ force: true });
  await expect(home.getByRole('heading', { level: 1, name: 'Réglages' })).toBeVisible();
  await expect(card.getByText('Affaires en cours')).toBeVisible();
  await home.getByRole('radio', { name: 'English' }).check({ force: true });
  await expect(home.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});

test('what the admin fixes is locked at once, and says so', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  const home = await app.showHome();
  await openRoom(home, 'Settings');
  const outgoing = home.getByRole('switch', { name: 'Cards for outgoing calls' });
  await expect(outgoing).toBeChecked();
  await stage.relay.configure({ app: { fixed: { outboundCards: false }, defaults: { corner: 'top-left' } } });
  await expect(outgoing).toHaveAttribute('aria-disabled', 'true');
  await expect(outgoing).not.toBeChecked();
  await expect(outgoing).toHaveAccessibleDescription(/Set by your admin/);
  await outgoing.click({ force: true });
  await expect(outgoing).not.toBeChecked();
  // What the admin only suggests is the agent's to change.
  await expect(home.getByRole('radio', { name: 'Top left' })).toBeChecked();
  await home.getByRole('radio', { name: 'Bottom left' }).check({ force: true });
  await expect(home.getByRole('radio', { name: 'Bottom left' })).toBeChecked();
});

test('what changes while another room is in sight holds in the settings when they come back', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  const home = await app.showHome();
  await openRoom(home, 'Settings');
  const outgoing = home.getByRole('switch', { name: 'Cards for outgoing calls' });
  await expect(outgoing).toBeChecked();
  await openRoom(home, 'Calls');
  await expect(outgoing).toBeHidden();
  await stage.relay.configure({ app: { fixed: { outboundCards: false } } });
  await expect
    .poll(() =>
      home.evaluate(async () => {
        const bridge = Reflect.get(window, 'ringside') as Bridge;
        return (await bridge.request('preferences:ready')).fixed;
      }),
    )
    .toContain('outboundCards');
  await openRoom(home, 'Settings');
  await expect(outgoing).toHaveAttribute('aria-disabled', 'true');
  await expect(outgoing).not.toBeChecked();
});

test('a card on screen goes to the corner that is chosen, and comes there after a restart', async ({
  stage,
}) => {
  const { token } = await stage.relay.tokenFor(NORA);
  const paired = { relayUrl: stage.relay.url(), token, userData: await stage.profile() };
  const app = await stage.start(paired);
  await stage.relay.play(ring());
  await expectPopped(app);
  expect(await placeOfPop(app)).toBe('right');
  const home = await app.showHome();
  await openRoom(home, 'Settings');
  await home.getByRole('radio', { name: 'Top left' }).check({ force: true });
  await expect.poll(() => placeOfPop(app)).toBe('left');
  await app.close();
  const again = await stage.start(paired);
  const settings = await again.showHome();
  await openRoom(settings, 'Settings');
  await expect(settings.getByRole('radio', { name: 'Top left' })).toBeChecked();
});

test('a ringtone that is chosen can be heard, and is silent until then', async ({ stage }) => {
  const app = await stage.start();
  const home = await app.showHome();
  await openRoom(home, 'Settings');
  await expect(home.getByRole('combobox', { name: 'Ringtone' })).toHaveValue('off');
  await expect(home.getByRole('button', { name: 'Listen' })).toBeHidden();
  await home.getByRole('combobox', { name: 'Ringtone' }).selectOption('marimba');
  const heard = home.evaluate(
    () =>
      new Promise((tell) => {
        const { play } = HTMLMediaElement.prototype;
        HTMLMediaElement.prototype.play = function listened(this: HTMLMediaElement) {
          this.addEventListener('playing', () => tell(`${this.src.replace(/.*\/|-.*/g, '')} ${this.volume}`));
          return play.call(this);
        };
      }),
  );
  await home.getByRole('slider', { name: 'Volume' }).fill('40');
  await home.getByRole('button', { name: 'Listen' }).click();
  expect(await heard).toBe('marimba 0.4');
  await home.getByRole('button', { name: 'Stop' }).click();
  await expect(home.getByRole('button', { name: 'Listen' })).toBeVisible();
});

test('the shortcut is recorded from the keys that are pressed', async ({ stage }) => {
  const app = await stage.start();
  const home = await app.showHome();
  await openRoom(home, 'Settings');
  await home.getByRole('button', { name: 'Change' }).click();
  await home.keyboard.press('k');
  await expect(home.getByText('Use at least Ctrl, Alt or Cmd with another key')).toBeVisible();
  await home.keyboard.press('Control+Alt+k');
  await expect(home.getByRole('button', { name: 'Change' })).toBeVisible();
  const keys = home.locator('kbd');
  await expect(keys).toHaveText(['Ctrl', 'Alt', 'K']);
  await home.getByRole('button', { name: 'Remove' }).click();
  await expect(keys).toHaveCount(0);
});

test('an event that comes late is in the activity, with by how much; the copy for support names nobody', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  const home = await app.showHome();
  await openRoom(home, 'Activity');
  await expect(home.getByText('Nothing has arrived yet')).toBeVisible();
  await stage.relay.play(ring({ started_at: new Date(Date.now() - 310_000).toISOString() }));
  const late = home.getByRole('listitem').filter({ hasText: 'Ana Lopez' });
  await expect(late).toContainText('Incoming call rings');
  await expect(late).toContainText(/Late by 5 min [1-5]\d s: history only/);
  await stage.relay.play(ring());
  await expect(home.getByText('Card shown')).toBeVisible();
  await home.getByRole('checkbox', { name: 'Only those without a card' }).check();
  await expect(home.getByText('Card shown')).toBeHidden();

  await home.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect(home.getByRole('button', { name: 'Copied' })).toBeVisible();
  const text = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(text).toMatch(/late by 3[1-5]\d/);
  expect(text).not.toMatch(/Ana|Globex|\+33|@/);
});

test('a pairing that is forgotten takes everything with it, once the agent has said yes', async ({
  stage,
}) => {
  const app = await stage.start({ userData: await stage.profile() });
  await answerQuestions(app, 1);
  const home = await app.showHome(await stage.relay.pairingLinkFor(NORA));
  await home.getByRole('button', { name: 'Skip' }).click();
  await stage.relay.play(ring());
  await expectPopped(app);
  await openRoom(home, 'Settings');
  await home.getByRole('button', { name: 'Forget this pairing…' }).click();
  const dialog = home.getByRole('dialog', { name: 'Forget this pairing?' });
  await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(dialog).toBeHidden();
  await home.getByRole('button', { name: 'Forget this pairing…' }).click();
  await dialog.getByRole('button', { name: 'Forget and erase' }).click();

  await expect(home.getByLabel('Pairing link')).toBeVisible();
  await expectNoPop(app);
  const files = await readdir(app.userData, { recursive: true, withFileTypes: true });
  expect(files.map(({ name }) => name)).not.toContain('identity.json');
  for (const file of files.filter((entry) => entry.isFile())) {
    const content = await readFile(join(file.parentPath, file.name)).catch(() => Buffer.alloc(0));
    expect(content.includes('Ana Lopez'), file.name).toBe(false);
  }
});

test('the window comes back where and as large as it was', async ({ stage }) => {
  const userData = await stage.profile();
  const first = await stage.start({ userData });
  const window = await first.electron.browserWindow(await pageAt(first.electron, 'home.html'));
  await window.evaluate((it) => it.setBounds({ x: 140, y: 90, width: 700, height: 520 }));
  const bounds = await window.evaluate((it) => it.getNormalBounds());
  await expect
    .poll(() => readFile(join(userData, 'home-window.json'), 'utf8').catch(() => ''))
    .toContain(`"width":${bounds.width}`);
  await first.close();
  const second = await stage.start({ userData });
  const again = await second.electron.browserWindow(await pageAt(second.electron, 'home.html'));
  await expect.poll(() => again.evaluate((it) => it.getNormalBounds().width)).toBe(bounds.width);
  await expect.poll(() => again.evaluate((it) => it.getNormalBounds().height)).toBe(bounds.height);
});

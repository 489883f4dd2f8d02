import type { Page } from '@playwright/test';
import { ring } from '../fixtures/allo.ts';
import { isVisible, pageAt, type DrivenApp } from '../fixtures/app.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';
import { atWork, xdotool } from './terminal.ts';

const deals = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    id: `dea-${n + 1}`,
    name: `Deal ${n + 1}`,
    status: 'qualified',
    value: 1000 * (count - n),
    currency: 'EUR',
    close_date: null,
  }));

/** Presses until something was opened: keys of the first moment are held back. */
async function pressUntilOpened(app: DrivenApp, key: string): Promise<string> {
  await expect
    .poll(async () => {
      await xdotool('key', key);
      return (await app.opened()).length;
    })
    .toBeGreaterThan(0);
  return (await app.opened()).at(-1) ?? '';
}

async function summoned(pop: Page, name: string): Promise<void> {
  await xdotool('key', 'ctrl+shift+space');
  await expect(cardOf(pop, name)).toBeFocused();
}

test('without deals Enter opens the contact, and the hint says so', async ({ stage }) => {
  await atWork(stage, async (app) => {
    await stage.relay.play(ring({ deals: [] }));
    const pop = await expectPopped(app);
    await summoned(pop, 'Ana Lopez');
    const card = cardOf(pop, 'Ana Lopez');
    await expect(card.getByRole('listitem').filter({ hasText: '↵' })).toHaveText(/(Open|Search) in Acme CRM/);
    expect(await pressUntilOpened(app, 'Return')).toMatch(/^https:\/\/crm\.example\/(people|find)/);
  });
});

test('a digit opens only a deal that is in sight', async ({ stage }) => {
  await atWork(stage, async (app) => {
    await stage.relay.play(ring({ deals: deals(9) }));
    const pop = await expectPopped(app);
    const card = cardOf(pop, 'Ana Lopez');
    await summoned(pop, 'Ana Lopez');
    await expect(card.getByRole('button', { name: /Deal 5/ })).toHaveCount(0);
    const first = await pressUntilOpened(app, '1');
    expect(first).toContain('dea-1');
    const before = (await app.opened()).length;
    await xdotool('key', '6');
    await xdotool('key', '2');
    await expect.poll(async () => (await app.opened()).length).toBeGreaterThan(before);
    expect((await app.opened()).filter((url) => url.includes('dea-6'))).toEqual([]);

    await card.getByRole('button', { name: 'Show all 9' }).click();
    await expect(card.getByRole('button', { name: /Deal 6/ })).toBeVisible();
    await expect
      .poll(async () => {
        await xdotool('key', '6');
        return (await app.opened()).at(-1);
      })
      .toContain('dea-6');
  });
});

test('the count of calls that have no room leads to the calls window', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  for (const n of [1, 2, 3, 4, 5])
    await stage.relay.play(ring({ from_number: `+3319900567${n}`, person: null, deals: [] }));
  const pop = await expectPopped(app);
  const home = await pageAt(app.electron, 'home.html');
  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      if (window.webContents.getURL().includes('home')) window.hide();
  });
  await expect.poll(() => isVisible(app.electron, home)).toBe(false);
  await pop.getByRole('button', { name: /^\+\d more call/ }).click();
  await expect.poll(() => isVisible(app.electron, home)).toBe(true);
  await expect(home.getByRole('treegrid', { name: 'Calls by day' })).toBeVisible();
});

import type { Locator } from '@playwright/test';
import { ring } from '../fixtures/allo.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { ANA_ALONE, RECORD } from './records-relay.ts';
import { geometry, known, linksOf, rowOf, SEARCH, test, TWINS } from './records-stage.ts';
import { cardOf, clickOneByOne, expect, expectPopped } from './stage.ts';
import { atWork, keysLetThrough, xdotool } from './terminal.ts';

/** A menu lies inside of what it belongs to: what is around a card belongs to other programs. */
async function expectInside(menu: Locator, part: Locator): Promise<void> {
  const [inner, outer] = [await menu.boundingBox(), await part.boundingBox()];
  if (inner === null || outer === null) throw new Error('not on screen');
  expect(inner.x >= outer.x && inner.y >= outer.y).toBe(true);
  expect(inner.x + inner.width <= outer.x + outer.width).toBe(true);
  expect(inner.y + inner.height <= outer.y + outer.height).toBe(true);
}

test('of several records one is chosen, inside of the card, and is the one at the next call', async ({
  relay,
  app,
}) => {
  relay.event('c1', known());
  const pop = await expectPopped(app);
  const card = cardOf(pop, 'Ana Lopez');
  const { foot } = linksOf(card);
  await expect(foot).toHaveText('Search in HubSpot');
  const before = await geometry(pop, app);
  relay.records('c1', { contact: { ...TWINS, of: 7 } });
  await expect(foot).toHaveText('Choose…');
  expect(await geometry(pop, app)).toEqual(before);
  await foot.click();
  const menu = pop.getByRole('menu', { name: 'Ana Lopez: choose in HubSpot' });
  const items = menu.getByRole('menuitem');
  await expect(items).toHaveText([/^Ana Lopez.*Globex/, /^Ana López.*Initech/, '5 more: search in HubSpot']);
  await expectInside(menu, card);
  await foot.click();
  await expect(menu).toHaveCount(0);
  await foot.click();
  await card.getByText('Ringing').click();
  await expect(menu).toHaveCount(0);
  await foot.click();
  await items.nth(1).click();
  await expect.poll(() => app.opened()).toEqual([`${RECORD}/0-1/102`]);
  await expect(foot).toHaveText('Open in HubSpot');

  relay.event('c2', known());
  const next = pop.locator('[data-key="c2"]');
  await expect(next).toBeVisible();
  relay.records('c2', { contact: TWINS });
  const link = next.getByRole('button', { name: 'Open in HubSpot' });
  await link.click();
  await expect.poll(async () => (await app.opened())[1]).toBe(`${RECORD}/0-1/102`);
  await next.getByRole('button', { name: 'Choose another in HubSpot' }).click();
  await expect(items.nth(1)).toHaveText(/your last choice/);
  await items.nth(2).click();
  await expect
    .poll(async () => (await app.opened())[2])
    .toBe(`${SEARCH}/0-1/views/all/list?query=Ana%20Lopez`);
  // What the relay is certain of counts before any choice.
  relay.records('c2', { contact: { record: { id: '101' } } });
  await expect(next.getByRole('button', { name: 'Choose another in HubSpot' })).toHaveCount(0);
  await link.click();
  await expect.poll(async () => (await app.opened())[3]).toBe(`${RECORD}/0-1/101`);
});

test('a link of which the record is known by now opens it, and its menu goes', async ({ relay, app }) => {
  relay.event('c1', known());
  const pop = await expectPopped(app);
  const { foot } = linksOf(cardOf(pop, 'Ana Lopez'));
  relay.records('c1', { contact: TWINS });
  await foot.click();
  await expect(pop.getByRole('menu')).toBeVisible();
  relay.records('c1', { contact: { record: { id: '101' } } });
  await expect(foot).toHaveText('Open in HubSpot');
  await expect(pop.getByRole('menu')).toBeVisible();
  await foot.click();
  await expect.poll(() => app.opened()).toEqual([`${RECORD}/0-1/101`]);
  await expect(pop.getByRole('menu')).toHaveCount(0);
});

test('a card that was asked for opens the menu of its deal by Enter, and Esc closes only that', async ({
  stage,
  relay,
}) => {
  const run = async (app: DrivenApp) => {
    relay.event('c1', known());
    const pop = await expectPopped(app);
    const card = cardOf(pop, 'Ana Lopez');
    relay.records('c1', {
      deals: {
        'dea-9z8y7x': {
          choices: [
            { id: '301', label: 'Pilot' },
            { id: '302', label: 'Pilot, 40 seats' },
          ],
        },
      },
    });
    await expect(linksOf(card).deal).toHaveAttribute('title', 'Choose… (2 in HubSpot)');
    await xdotool('key', 'ctrl+shift+space');
    await expect(card).toBeFocused();
    const menu = pop.getByRole('menu', { name: 'Pilot, 40 seats: choose in HubSpot' });
    await keysLetThrough(pop);
    await xdotool('key', 'Return');
    await expect(menu.getByRole('menuitem').first()).toBeFocused();
    await expectInside(menu, card);
    await xdotool('key', 'Escape');
    await expect(menu).toHaveCount(0);
    await expect(linksOf(card).deal).toBeFocused();
    await xdotool('key', 'Return');
    await expect(menu.getByRole('menuitem').first()).toBeFocused();
    // Keys of the card are not for it.
    await xdotool('key', 'p');
    await xdotool('key', 'Down');
    await xdotool('key', 'Return');
    await expect.poll(() => app.opened()).toEqual([`${RECORD}/0-3/302`]);
    await expect(card.getByRole('button', { name: 'Pin this card' })).toBeVisible();
  };
  await atWork({ ...stage, start: () => stage.start({ relayUrl: relay.url, token: 'a-token' }) }, run);
});

test('in the opened call the menu goes by keyboard, and gives the focus back', async ({ relay, app }) => {
  relay.event('c1', known());
  await expectPopped(app);
  relay.records('c1', { contact: TWINS, company: { choices: [{ id: '201', label: 'Globex' }] } });
  const home = await app.showHome();
  await rowOf(home).click();
  const reading = home.getByRole('article', { name: 'Ana Lopez' });
  const company = reading.getByRole('button', { name: 'Globex' });
  await expect(company).toHaveAttribute('aria-description', 'Choose… (1 in HubSpot)');
  await company.press('Enter');
  const menu = home.getByRole('menu', { name: 'Globex: choose in HubSpot' });
  const items = menu.getByRole('menuitem');
  await expect(items).toHaveText(['Globex', 'Search in HubSpot']);
  await expect(items.first()).toBeFocused();
  for (const [key, at] of [
    ['ArrowDown', 1],
    ['ArrowDown', 0],
    ['ArrowUp', 1],
    ['Home', 0],
    ['End', 1],
  ] as const) {
    await home.keyboard.press(key);
    await expect(items.nth(at)).toBeFocused();
  }
  await home.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(company).toBeFocused();
  await company.press('Enter');
  await home.keyboard.press('Enter');
  await expect.poll(() => app.opened()).toEqual([`${RECORD}/0-2/201`]);
  await expect(company).toBeFocused();
  await expect(company).toHaveAttribute('aria-description', 'Open in HubSpot');

  await home.keyboard.press('Tab');
  const others = reading.getByRole('button', { name: 'Choose another in HubSpot' });
  await expect(others).toBeFocused();
  await expect(others).toHaveAttribute('aria-expanded', 'false');
  await home.keyboard.press('Enter');
  await expect(items.first()).toBeFocused();
  await expect(others).toHaveAttribute('aria-expanded', 'true');
  await home.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(others).toBeFocused();
});

test('a call opened after a restart opens its record and has its choice still, until the person is forgotten', async ({
  stage,
  relay,
}) => {
  const options = { relayUrl: relay.url, token: 'a-token', userData: await stage.profile() };
  const first = await stage.start(options);
  const started_at = new Date().toISOString();
  relay.event('c1', known(started_at));
  const card = cardOf(await expectPopped(first), 'Ana Lopez');
  relay.records('c1', { company: { record: { id: '201' } }, contact: TWINS });
  await linksOf(card).foot.click();
  await (await first.pop()).getByRole('menuitem', { name: /Initech/ }).click();
  await expect.poll(() => first.opened()).toEqual([`${RECORD}/0-1/102`]);
  await first.close();

  const second = await stage.start(options);
  const home = await second.showHome();
  await rowOf(home).click();
  const reading = home.getByRole('article', { name: 'Ana Lopez' });
  await expect(linksOf(reading).foot).toHaveText('Open in HubSpot');
  await clickOneByOne(second, [
    [reading.getByRole('button', { name: 'Globex' }), `${RECORD}/0-2/201`],
    [linksOf(reading).foot, `${RECORD}/0-1/102`],
  ]);
  relay.countAnew([]);
  await expect(rowOf(home)).toHaveCount(0);
  relay.event('c3', ring({ ...ANA_ALONE, started_at: new Date().toISOString() }));
  relay.records('c3', { contact: TWINS });
  await expect(linksOf(cardOf(await expectPopped(second), 'Ana Lopez')).foot).toHaveText('Choose…');
});

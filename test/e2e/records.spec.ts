import { answer, ring } from '../fixtures/allo.ts';
import { RECORD } from './records-relay.ts';
import { CERTAIN, geometry, known, linksOf, rowOf, SEARCH, standing, test } from './records-stage.ts';
import { cardOf, clickOneByOne, expect, expectPopped } from './stage.ts';

test('a link that becomes exact moves nothing, keeps the focus and the pointer, and opens exactly this record', async ({
  relay,
  app,
}) => {
  await expect.poll(() => relay.can()).toContain('records');
  relay.event('c1', known());
  const pop = await expectPopped(app);
  const card = cardOf(pop, 'Ana Lopez');
  const { name, company, deal, foot } = linksOf(card);
  await expect(foot).toHaveText('Search in HubSpot');
  await foot.focus();
  await company.hover();
  const before = await geometry(pop, app);
  relay.records('c1', CERTAIN);
  await expect(foot).toHaveText('Open in HubSpot');
  expect(await geometry(pop, app)).toEqual(before);
  await expect(foot).toBeFocused();
  expect(await company.evaluate((element) => element.matches(':hover'))).toBe(true);
  await expect(name).toHaveAttribute('title', /Open in HubSpot/);
  await clickOneByOne(app, [
    [name, `${RECORD}/0-1/101`],
    [company, `${RECORD}/0-2/201`],
    [deal, `${RECORD}/0-3/301`],
    [foot, `${RECORD}/0-1/101`],
  ]);
});

test('a click before the frame searches at once; after it, the next call opens the record', async ({
  relay,
  app,
}) => {
  relay.event('c1', known());
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  await linksOf(card).deal.click();
  await expect.poll(() => app.opened()).toEqual([`${SEARCH}/0-3/views/all/list?query=Pilot%2C%2040%20seats`]);
  relay.records('c1', { deals: { 'dea-9z8y7x': { record: { id: '301' } } }, contact: 'nonsense' });
  await expect(linksOf(card).deal).toHaveAttribute('title', 'Open in HubSpot');
  await linksOf(card).deal.click();
  await expect.poll(async () => (await app.opened())[1]).toBe(`${RECORD}/0-3/301`);
});

test('records of another CRM than the policy’s are not used, and are used again when it is back', async ({
  relay,
  app,
}) => {
  relay.event('c1', known());
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  relay.records('c1', CERTAIN);
  await expect(card.getByRole('button', { name: 'Open in HubSpot' })).toBeVisible();
  relay.configure({ crm: { preset: 'pipedrive', company: 'acme' } });
  await expect(card.getByRole('button', { name: 'Search in Pipedrive' })).toBeVisible();
  relay.configure({ crm: { preset: 'hubspot', portal: '1234' } });
  await expect(card.getByRole('button', { name: 'Open in HubSpot' })).toBeVisible();
});

test('ids of one account are of no use in another of the same CRM', async ({ relay, app }) => {
  relay.event('c1', known());
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  relay.records('c1', { account: '1234', ...CERTAIN });
  await expect(linksOf(card).foot).toHaveText('Open in HubSpot');
  relay.configure({ crm: { preset: 'hubspot', portal: '5678' } });
  await expect(linksOf(card).foot).toHaveText('Search in HubSpot');
  await linksOf(card).foot.click();
  await expect.poll(() => app.opened()).toEqual([expect.stringContaining('/contacts/5678/objects/0-1/')]);
  relay.records('c1', { account: '5678', ...CERTAIN });
  await expect(linksOf(card).foot).toHaveText('Open in HubSpot');
});

test('a fact that only the CRM has goes with the CRM', async ({ relay, app }) => {
  const line = { facts: [{ label: 'Tier', from: 'company.tier' }] };
  relay.configure({ crm: { preset: 'hubspot', portal: '1234' }, card: line });
  const started_at = new Date().toISOString();
  relay.event('c1', known(started_at));
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  relay.records('c1', { ...CERTAIN, extras: { at: started_at, facts: { 'company.tier': 'Gold' } } });
  await expect(linksOf(card).foot).toHaveText('Open in HubSpot');
  relay.event('c1', answer({ started_at }));
  await expect(card.getByRole('definition')).toHaveText('Gold');
  relay.configure({ crm: { preset: 'pipedrive', company: 'acme' }, card: line });
  await expect(linksOf(card).foot).toHaveText('Search in Pipedrive');
  await expect(card.getByRole('definition')).toHaveCount(0);
});

test('somebody whom only the CRM knows is named on the link, never as the caller', async ({ relay, app }) => {
  const started_at = new Date().toISOString();
  relay.event('c1', ring({ person: null, company: null, deals: null, started_at }));
  const pop = await expectPopped(app);
  const card = cardOf(pop, '+33 1 99 00 12 34');
  await expect(card.getByRole('button', { name: 'Find number in HubSpot' })).toBeVisible();
  const before = await geometry(pop, app);
  relay.records('c1', { contact: { record: { id: '101', label: '\u202EAnn <b>Lee</b>' } } });
  const link = card.getByRole('button', { name: 'Opens Ann <b>Lee</b> in HubSpot' });
  await expect(link).toBeVisible();
  expect(await geometry(pop, app)).toEqual(before);
  await expect(card.getByRole('heading')).toHaveText('+33 1 99 00 12 34');
  await expect(card.locator('b')).toHaveCount(0);
  await link.click();
  await expect.poll(() => app.opened()).toEqual([`${RECORD}/0-1/101`]);
});

/** @param at ISO time at which the CRM said so */
const extrasOf = (at: string) => ({
  at,
  owner: 'Sam Okafor',
  sharing: 3,
  deals: { 'dea-9z8y7x': { stage: 'Contract sent', isClosed: true, owner: 'Sam Okafor' } },
  otherDeals: [1, 2, 3].map((n) => ({
    id: `9${n}`,
    label: `Support plan ${n}`,
    stage: 'New',
    amount: 1200 * n,
    currency: 'EUR',
  })),
  otherDealsOf: 4,
});

test('what the CRM says beyond Allo moves nothing on a card, is taken up when the call goes on, and is all in the opened call', async ({
  relay,
  app,
}) => {
  const started_at = new Date().toISOString();
  relay.event('c1', known(started_at));
  const pop = await expectPopped(app);
  const card = cardOf(pop, 'Ana Lopez');
  await expect(linksOf(card).foot).toHaveText('Search in HubSpot');
  const outlines = () =>
    pop.evaluate(() =>
      [...document.querySelectorAll('article button, article h2, article h3')].map((e) =>
        JSON.stringify(e.getBoundingClientRect()),
      ),
    );
  const before = await standing(outlines);
  relay.records('c1', { ...CERTAIN, extras: extrasOf(new Date().toISOString()) });
  await expect(linksOf(card).foot).toHaveText('Open in HubSpot');
  await expect(card.getByText('closed in HubSpot · HubSpot: Contract sent')).toBeAttached();
  expect(await outlines()).toEqual(before);
  await expect(card.getByText('Owner: Sam Okafor', { exact: true })).toHaveCount(0);

  relay.event('c1', answer({ started_at }));
  await expect(card.getByText('Owner: Sam Okafor', { exact: true })).toBeVisible();
  await expect(card.getByText('HubSpot, just now').first()).toBeVisible();
  await expect(card.getByText('3 people have this number')).toBeVisible();
  await expect(card.getByRole('button', { name: /Support plan/ })).toHaveCount(2);
  await card.getByRole('button', { name: 'Show all 3' }).click();
  await card.getByRole('button', { name: /Support plan 3/ }).click();
  await expect.poll(() => app.opened()).toEqual([`${RECORD}/0-3/93`]);
  await expect(card.getByText('1 more open deal there')).toBeVisible();

  const home = await app.showHome();
  await rowOf(home).click();
  const reading = home.getByRole('article', { name: 'Ana Lopez' });
  const said = reading.getByRole('group', { name: 'In HubSpot', exact: true });
  await expect(said).toContainText(
    /Owner\s*Sam Okafor\s*People with this number\s*3\s*Pilot, 40 seats\s*closed in HubSpot · Contract sent/,
  );
  await expect(reading.getByRole('group', { name: 'Also in HubSpot' }).getByRole('button')).toHaveCount(3);
  await said.getByRole('button', { name: 'Copy what HubSpot says' }).click();
  await expect
    .poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText()))
    .toMatch(
      /\*\*HubSpot, [^*]+\*\*\n\n\*\*Owner\*\*: Sam Okafor[^]*Also in HubSpot\*\*: Support plan 1, New, €1,200/,
    );
});

test('a stage that is written from right to left stands before the day that it closes', async ({
  relay,
  app,
}) => {
  const started_at = new Date().toISOString();
  relay.event('c1', known(started_at));
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  const deal = { id: '91', label: 'Support plan', stage: 'مفاوضة', closeDate: '2099-01-01' };
  relay.records('c1', { extras: { at: started_at, otherDeals: [deal] } });
  relay.event('c1', answer({ started_at }));
  const row = card.getByRole('button', { name: /Support plan/ });
  await expect(row).toContainText('closes');
  const [stage, closes] = await row.evaluate((element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const left = (word: string): number => {
      const { currentNode: node } = texts;
      const at = node.textContent?.indexOf(word) ?? -1;
      if (at < 0) return texts.nextNode() === null ? NaN : left(word);
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + word.length);
      return range.getBoundingClientRect().left;
    };
    texts.nextNode();
    return [left('مفاوضة'), left('closes')];
  });
  expect(stage).toBeLessThan(closes ?? NaN);
});

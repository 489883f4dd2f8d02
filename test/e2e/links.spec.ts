import { ring } from '../fixtures/allo.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';

test('a click on a deal opens exactly its page, and one on the contact theirs', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(ring());
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  await card.getByRole('button', { name: /Pilot, 40 seats/ }).click();
  await expect.poll(() => app.opened()).toEqual(['https://crm.example/deals/dea-9z8y7x?from=ringside']);
  await card.getByRole('button', { name: 'Open in Acme CRM' }).click();
  await expect.poll(async () => (await app.opened())[1]).toBe('https://crm.example/people/512');
});

test('hostile text in a webhook stays text, and a hostile id opens only the search for the name', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(
    ring({
      person: { id: 'con_x', name: '<img src=x onerror=alert(1)>', hubspot_id: 'javascript:alert(1)' },
      deals: [{ id: '../../evil?x=', name: 'Deal <b>one</b>', status: 'open' }],
    }),
  );
  const pop = await expectPopped(app);
  const card = cardOf(pop, '<img src=x onerror=alert(1)>');
  await expect(card).toBeVisible();
  await expect(card.locator('img[src="x"], img[onerror], b')).toHaveCount(0);
  await card.getByRole('button', { name: /Deal <b>one<\/b>/ }).click();
  await expect.poll(() => app.opened()).toEqual(['https://crm.example/find?q=Deal%20%3Cb%3Eone%3C%2Fb%3E']);
});

test('the number is copied as it is dialled', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(ring());
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  await card.getByRole('button', { name: 'Copy number' }).click();
  await expect
    .poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText()))
    .toBe('+33199001234');
});

import { openDesktop, type Desktop } from '../../scripts/setup/desktop.ts';
import { completed, ring, SAM, sms } from '../fixtures/allo.ts';
import { cardOf, CONFIG, expect, expectLive, expectPopped, test } from './stage.ts';

let desktop: Desktop;
test.beforeAll(async () => {
  desktop = await openDesktop();
});
test.beforeEach(async () => {
  await desktop.clear();
});
test.afterAll(async () => {
  await desktop.close();
});

const nobody = { person: null, company: null, deals: null };

test('what stands for no number is a withheld caller, who has no past and no way back', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  const start_date = new Date(Date.now() - 3_600_000).toISOString();
  const before = { id: 'cll_1', start_date, from_number: '+266696687', from_name: null, user_email: SAM };
  await stage.relay.play(completed(before));
  await stage.relay.play(ring({ ...nobody, from_number: '+266696687' }));
  const card = cardOf(await expectPopped(app), 'Number withheld');
  await expect(card).toBeVisible();
  await expect(card.getByText(/266|Last time|asked to move/)).toHaveCount(0);
  await expect(card.getByRole('button', { name: /Acme CRM|Call back|Copy number/ })).toHaveCount(0);
});

test('a short code and a sender are shown as what they are, also in notifications', async ({ stage }) => {
  const app = await stage.start();
  await expect.poll(() => desktop.trayTooltip(), { timeout: 30_000 }).toContain('Connected as nora@');
  const texts = [
    ['36', 'Message from 36'],
    ['DHL Express', 'Message from DHL Express'],
    ['+266696687', 'Message from Number withheld'],
  ] as const;
  for (const [from_number, title] of texts) {
    await stage.relay.play(
      sms({ id: `msg_${title}`, sent_at: new Date().toISOString(), from_number, from_name: null }),
    );
    await expect.poll(() => desktop.notified().at(-1)?.title).toBe(title);
  }
  await stage.relay.play(ring({ ...nobody, from_number: '3615' }));
  const pop = await expectPopped(app);
  const short = cardOf(pop, '3615');
  await expect(short).toBeVisible();
  await expect(short.getByRole('button', { name: /Call back|Acme CRM/ })).toHaveCount(0);
  await stage.relay.play(ring({ ...nobody, from_number: 'DHL Express' }));
  const sender = cardOf(pop, 'DHL Express');
  await expect(sender.getByRole('button', { name: 'Search in Acme CRM' })).toBeVisible();
  await expect(sender.getByRole('button', { name: /Call back/ })).toHaveCount(0);
});

test('the card of an unknown number finds it in the CRM, and makes a contact of it', async ({ stage }) => {
  await stage.relay.configure({
    crm: { ...CONFIG.crm, newContact: 'https://crm.example/people/new?phone={number}' },
  });
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(ring({ ...nobody, from_number: 'sip:+33199001288@pbx.example;ext=42' }));
  const card = cardOf(await expectPopped(app), '+33 1 99 00 12 88 ext. 42');
  await card.getByRole('button', { name: 'Find number in Acme CRM' }).click();
  await expect.poll(() => app.opened()).toEqual(['https://crm.example/find?q=%2B33199001288']);
  await card.getByRole('button', { name: 'New contact in Acme CRM' }).click();
  await expect
    .poll(async () => (await app.opened())[1])
    .toBe('https://crm.example/people/new?phone=%2B33199001288');
});

test('a ring whose time cannot be read still brings its card, and Activity says which time counts', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  const body = ring();
  await stage.relay.play({ ...body, data: { ...body.data, started_at: '03/02/2026 at nine' } });
  await expect(cardOf(await expectPopped(app), 'Ana Lopez')).toBeVisible();
  const home = await app.showHome();
  await home.getByRole('button', { name: 'Activity' }).click();
  await expect(home.getByText('Its own time could not be read: the time Allo sent it counts')).toBeVisible();
});

import { ANA, ring } from '../fixtures/allo.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';
import { atWork, keysLetThrough, xdotool } from './terminal.ts';

const EMAIL = 'ana.lopez@globex.example';
const known = {
  person: {
    id: 'con_1',
    name: 'Ana',
    last_name: 'Lopez',
    email: EMAIL,
    emails: [EMAIL, 'sales@globex.example'],
    numbers: [ANA],
    job_title: 'Buyer',
    language: 'fr',
  },
  company: { id: 'com_1', name: 'Globex', plan: 'Enterprise', seats: 240 },
};
const FACTS = [
  { label: 'Plan', from: 'company.plan' },
  { label: 'Seats', from: 'company.seats' },
  { label: 'Region', from: 'company.region' },
];

function clipboardOf(app: DrivenApp): Promise<string> {
  return app.electron.evaluate(({ clipboard }) => clipboard.readText());
}

test.describe('with facts that the admin wants to be seen', () => {
  test.use({ relayStart: { config: { card: { facts: FACTS } }, env: {} } });

  test('the card and the call say them below the company, and take up other ones at once', async ({
    stage,
  }) => {
    const app = await stage.start();
    await expectLive(app);
    await stage.relay.play(ring(known));
    const card = cardOf(await expectPopped(app), 'Ana Lopez');
    await expect(card.getByRole('term')).toHaveText(['Plan', 'Seats']);
    await expect(card.getByRole('definition')).toHaveText(['Enterprise', '240']);

    const home = await app.showHome();
    await home
      .getByRole('treegrid')
      .getByRole('row', { name: /Ana Lopez/ })
      .click();
    const reading = home.getByRole('article', { name: 'Ana Lopez' });
    await expect(reading.getByRole('definition').first()).toHaveText('Enterprise');

    await stage.relay.configure({ card: { facts: [{ label: 'Speaks', from: 'person.language' }] } });
    await expect(card.getByRole('term')).toHaveText(['Speaks']);
    await stage.relay.configure({ card: {} });
    await expect(card.getByRole('term')).toHaveCount(0);
  });
});

test('the address on a card is copied with the mouse', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(ring(known));
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  await expect(card.getByText(EMAIL)).toBeVisible();
  await expect(card.getByText('+1 more')).toBeVisible();
  await card.getByRole('button', { name: 'Copy e-mail' }).click();
  await expect.poll(() => clipboardOf(app)).toBe(EMAIL);
});

test('the address on a card is copied with the keyboard', async ({ stage }) => {
  await atWork(stage, async (app) => {
    await stage.relay.play(ring(known));
    const card = cardOf(await expectPopped(app), 'Ana Lopez');
    const copy = card.getByRole('button', { name: 'Copy e-mail' });
    await xdotool('key', 'ctrl+shift+space');
    await expect(card).toBeFocused();
    const pop = await app.pop();
    await keysLetThrough(pop);
    const focused = () => pop.evaluate(() => document.activeElement?.outerHTML);
    while (!(await copy.evaluate((button) => button === document.activeElement))) {
      const before = await focused();
      await xdotool('key', 'Tab');
      // One at a time: a machine that is behind would go past it.
      await expect.poll(focused).not.toBe(before);
    }
    await expect(async () => {
      await xdotool('key', 'Return');
      expect(await clipboardOf(app)).toBe(EMAIL);
    }).toPass();
    expect(await app.opened()).toEqual([]);
  });
});

test('an address that stands for the name is copied beside it, and is there once', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  const person = { id: 'con_1', name: null, last_name: null, email: EMAIL, emails: [EMAIL], numbers: [ANA] };
  await stage.relay.play(ring({ person, company: null }));
  const card = cardOf(await expectPopped(app), EMAIL);
  await expect(card.getByText(EMAIL)).toHaveCount(1);
  await card.getByRole('button', { name: 'Copy e-mail' }).click();
  await expect.poll(() => clipboardOf(app)).toBe(EMAIL);
});

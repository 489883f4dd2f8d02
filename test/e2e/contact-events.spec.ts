import { ANA, completed, contact, NORA, ring, tag, type AlloBody } from '../fixtures/allo.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';

const HOUR_MS = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const unknown = { person: null, company: null, deals: null };
const NUMBER = '+33 1 99 00 12 34';

function created(data: Parameters<typeof contact>[0] = {}): AlloBody {
  return { ...contact(data), topic: 'contact.created' };
}

test('a contact that is made during the ring names the card, the past calls and the search at once', async ({
  stage,
}) => {
  const userData = await stage.profile();
  const paired = { relayUrl: stage.relay.url(), token: (await stage.relay.tokenFor(NORA)).token, userData };
  const app = await stage.start(paired);
  await expectLive(app);
  const before = ago(3 * HOUR_MS);
  await stage.relay.play(ring({ ...unknown, started_at: before }));
  await stage.relay.play(completed({ start_date: before, from_name: 'WIRELESS CALLER', summary: null }));
  await stage.relay.play(ring(unknown));
  const pop = await expectPopped(app);
  const home = await app.showHome();
  const rows = home.getByRole('treegrid').getByRole('row');
  await expect(cardOf(pop, NUMBER).getByText('Not in your contacts')).toBeVisible();
  await expect(rows.filter({ hasText: NUMBER })).toHaveCount(2);

  await stage.relay.play(created({ name: 'Seán', last_name: 'O&#39;Brien', company: 'Smith &amp; Sons' }));
  const card = cardOf(pop, "Seán O'Brien");
  await expect(card.getByText('Smith & Sons')).toBeVisible();
  await expect(card.getByText('Not in your contacts')).toBeHidden();
  await expect(card.getByText('Open deals')).toBeHidden();
  await expect(rows.filter({ hasText: "Seán O'Brien" })).toHaveCount(2);
  await home.getByRole('textbox', { name: 'Search calls' }).fill("sean o'brien");
  await expect(rows.filter({ hasText: "Seán O'Brien" })).toHaveCount(2);

  // Stamped earlier, told later.
  await stage.relay.play({ ...created({ name: 'Old' }), timestamp: ago(HOUR_MS) });
  await stage.relay.play(contact({ name: 'Sean', last_name: 'O&#39;Brien', company: null }));
  await expect(cardOf(pop, "Sean O'Brien")).toBeVisible();
  await expect(cardOf(pop, "Sean O'Brien").getByText('Smith & Sons')).toBeHidden();

  await app.close();
  const again = await stage.start(paired);
  await expectLive(again);
  const list = (await again.showHome()).getByRole('treegrid').getByRole('row');
  await expect(list.filter({ hasText: "Sean O'Brien" })).toHaveCount(2);
  await stage.relay.play(contact({ numbers: ['+33199009999'] }));
  await expect(list.filter({ hasText: NUMBER })).toHaveCount(2);
});

test('who rings without a name is called what they were called yesterday, and a contact says better', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  const yesterday = ago(25 * HOUR_MS);
  await stage.relay.play(completed({ start_date: yesterday, from_name: 'Ana Lopez' }));
  await stage.relay.play(ring(unknown));
  const pop = await expectPopped(app);
  await expect(cardOf(pop, 'Ana Lopez').getByText('from your last call')).toBeVisible();
  await expect(cardOf(pop, 'Ana Lopez').getByText('Not in your contacts')).toBeHidden();
  await stage.relay.play(contact({ name: 'Anna' }));
  await expect(cardOf(pop, 'Anna Lopez')).toBeVisible();
  await expect(cardOf(pop, 'Anna Lopez').getByText('from your last call')).toBeHidden();
});

test('a person with only an e-mail is known by it, and nobody is called what names nobody', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  const email = 'ana.lopez@globex.example';
  const person = { id: 'con_1', name: null, last_name: 'null', email, emails: [email], numbers: [ANA] };
  await stage.relay.play(ring({ ...unknown, person }));
  const pop = await expectPopped(app);
  await expect(cardOf(pop, email)).toBeVisible();
  await expect(cardOf(pop, email).getByText('Not in your contacts')).toBeHidden();
});

test('a tag that is written in several ways is there once, and gone when it is taken off by its key', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  const start_date = ago(HOUR_MS);
  await stage.relay.play(ring({ started_at: start_date }));
  await stage.relay.play(completed({ start_date, tags: ['VIP', 'vip '] }));
  await stage.relay.play(tag({ tag_key: 'k1', tag_name: ' Vip' }));
  const home = await app.showHome();
  await home
    .getByRole('treegrid')
    .getByRole('row', { name: /Ana Lopez/ })
    .click();
  const tags = home.getByRole('list', { name: 'Tags' }).getByRole('listitem');
  await expect(home.getByText('Tag added · Vip')).toBeVisible();
  await expect(tags).toHaveText(['VIP']);
  await stage.relay.play(tag({ tag_key: 'k1', tag_name: null }, 'tag.removed'));
  await expect(tags).toHaveCount(0);
});

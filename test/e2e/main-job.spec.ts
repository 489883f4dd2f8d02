import { answer, completed, NORA, ring, SAM, tag } from '../fixtures/allo.ts';
import { cardOf, expect, expectLive, expectNoPop, expectPopped, test } from './stage.ts';

test('a signed webhook puts the caller, the company and the open deals on screen', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  expect(await app.popIsVisible()).toBe(false);

  await stage.relay.play(ring());

  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  await expect(card.getByText('Ringing')).toBeVisible();
  await expect(card.getByText('Chief Operating Officer')).toBeVisible();
  await expect(card.getByText('Globex', { exact: true })).toBeVisible();
  await expect(card.getByText('Sales line')).toBeVisible();
  await expect(card.getByText('+33 1 99 00 12 34')).toBeVisible();
  await expect(card.getByText('Pilot, 40 seats')).toBeVisible();
  await expect(card.getByText('€25,000').first()).toBeVisible();
  await expect(card.getByText(/^closes .*Mar/)).toBeVisible();
});

test('the same card goes from ring to answer to summary, and takes a tag afterwards', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  const started_at = new Date().toISOString();
  await stage.relay.play(ring({ started_at }));
  const pop = await expectPopped(app);
  const card = cardOf(pop, 'Ana Lopez');
  const key = await card.getAttribute('data-key');

  await stage.relay.play(answer({ started_at }));
  await expect(card.getByText('Answered')).toBeVisible();

  await stage.relay.play(completed({ start_date: started_at }));
  await expect(card.getByText('5 min 30 s')).toBeVisible();
  await expect(card.getByText('Ana asked to move the pilot to May.')).toBeVisible();
  await expect(card.getByRole('listitem').filter({ hasText: 'Send the new offer by Friday' })).toBeVisible();
  await expect(card.getByText('stays until you close it')).toBeVisible();

  await stage.relay.play(tag());
  await expect(card.getByText('To call back')).toBeVisible();
  await stage.relay.play(tag({}, 'tag.removed'));
  await expect(card.getByText('To call back')).toBeHidden();

  await expect(pop.getByRole('article')).toHaveCount(1);
  expect(await card.getAttribute('data-key')).toBe(key);
  await card.getByRole('button', { name: 'Close this card' }).click();
  await expectNoPop(app);
});

test('somebody unknown, and somebody who hides the number, have a card too', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  const nobody = { person: null, company: null, deals: null };
  await stage.relay.play(ring({ ...nobody, from_number: '+442079460018' }));
  const pop = await expectPopped(app);
  await expect(cardOf(pop, '+44 20 7946 0018').getByText('Not in your contacts')).toBeVisible();
  await stage.relay.play(ring({ ...nobody, from_number: 'anonymous' }));
  await expect(cardOf(pop, 'Number withheld')).toBeVisible();
});

test('a duplicate, a stale ring and a ring for another agent show nothing', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  const first = await stage.relay.play(ring());
  const pop = await expectPopped(app);
  await cardOf(pop, 'Ana Lopez').getByRole('button', { name: 'Close this card' }).click();
  await expectNoPop(app);

  const again = await stage.relay.post(ring(), { id: first.id });
  expect(again.body).toEqual({ status: 'duplicate' });
  const minuteAgo = new Date(Date.now() - 61_000).toISOString();
  await stage.relay.play(
    ring({ started_at: minuteAgo, from_number: '+33199001111', person: { id: 'con_2', name: 'Stale' } }),
  );
  await stage.relay.play(
    ring({ user_email: SAM, from_number: '+33199002222', person: { id: 'con_3', name: 'For Sam' } }),
  );

  // Events come in order: once the next ring is on screen, the three before it have been dealt with.
  await stage.relay.play(ring({ from_number: '+33199003333', person: { id: 'con_4', name: 'Next' } }));
  await expectPopped(app);
  await expect(cardOf(pop, 'Next')).toBeVisible();
  await expect(pop.getByRole('article')).toHaveCount(1);

  const home = await app.showHome();
  await expect(home.getByText('Stale')).toBeVisible();
  await expect(home.getByText('For Sam')).toBeHidden();
});

test('the same caller twice within a minute is two cards, each with its own summary', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  const t1 = new Date(Date.now() - 10_000).toISOString();
  const t2 = new Date().toISOString();
  const about = (id: string, start_date: string, summary: string) =>
    completed({ id, start_date, summary, user_email: NORA });
  await stage.relay.play(ring({ started_at: t1 }));
  await stage.relay.play(about('cll_2', t2, 'The second talk.'));
  await stage.relay.play(ring({ started_at: t2 }));
  await stage.relay.play(about('cll_1', t1, 'The first talk.'));
  const pop = await expectPopped(app);
  await expect(pop.getByRole('article')).toHaveCount(2);
  await expect(pop.getByText('The first talk.')).toBeVisible();
  await expect(pop.getByText('The second talk.')).toBeVisible();
});

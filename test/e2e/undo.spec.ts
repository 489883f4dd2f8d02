import { NORA, ring } from '../fixtures/allo.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';
import { activeWindow, atWork, xdotool } from './terminal.ts';

const close = { name: 'Close this card' };

test('a closed card is had back where it was, says so, and otherwise the window goes by itself', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(ring());
  const pop = await expectPopped(app);
  const card = cardOf(pop, 'Ana Lopez');
  const left = pop.getByRole('region', { name: 'Closed card of Ana Lopez' });
  await card.getByRole('button', close).click();
  await expect(card).toHaveCount(0);
  await expect(left).toBeVisible();
  await expect(pop.getByRole('status').getByText(/Card of Ana Lopez closed/)).toBeAttached();
  await left.getByRole('button', { name: 'Undo' }).click();
  await expect(card.getByText('Pilot, 40 seats')).toBeVisible();
  await expect(left).toHaveCount(0);
  await expect(pop.getByRole('status').getByText('Card of Ana Lopez is back')).toBeAttached();

  await card.getByRole('button', close).click();
  await expect(left).toBeVisible();
  // The pointer is where the card was: that keeps nothing up.
  await expect.poll(() => app.popIsVisible()).toBe(false);
});

test('several closed cards are each had back by themselves', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  const caller = (name: string, from_number: string) =>
    ring({ from_number, person: { ...(ring().data['person'] as object), name, last_name: null } });
  await stage.relay.play(caller('Ana', '+33199001234'));
  await stage.relay.play(caller('Ben', '+33199001235'));
  const pop = await expectPopped(app);
  for (const name of ['Ana', 'Ben']) await cardOf(pop, name).getByRole('button', close).click();
  await pop.getByRole('region', { name: 'Closed card of Ana' }).getByRole('button', { name: 'Undo' }).click();
  await expect(cardOf(pop, 'Ana')).toBeVisible();
  await expect(pop.getByRole('region', { name: 'Closed card of Ben' })).toHaveCount(0);
  await expect(pop.getByRole('article')).toHaveCount(1);
});

test('with the keyboard: the focus goes to Undo, Enter has the card back with the keys, Esc goes back to work', async ({
  stage,
}) => {
  await atWork(stage, async (app, terminal) => {
    await stage.relay.play(ring());
    const pop = await expectPopped(app);
    const card = cardOf(pop, 'Ana Lopez');
    await xdotool('key', 'ctrl+shift+space');
    await expect(card).toBeFocused();
    await card.getByRole('button', close).focus();
    const undo = pop.getByRole('button', { name: 'Undo' });
    // Keys of the first moment are held back: press until one counts, and no second time.
    const isClosed = async () => {
      await xdotool('key', 'Return');
      return await undo.waitFor({ timeout: 1_500 }).then(
        () => true,
        () => false,
      );
    };
    await expect.poll(isClosed).toBe(true);
    await expect(undo).toBeFocused();
    await xdotool('key', 'Return');
    await expect(card).toBeFocused();
    await xdotool('key', 'Escape');
    await expect.poll(activeWindow).toBe(terminal.window);
  });
});

test('what was closed stays closed after a crash right after, and what was had back does not', async ({
  stage,
}) => {
  const { token } = await stage.relay.tokenFor(NORA);
  const paired = { relayUrl: stage.relay.url(), token, userData: await stage.profile() };
  const app = await stage.start(paired);
  await expectLive(app);
  await stage.relay.play(ring());
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  await card.getByRole('button', close).click();
  await expect(card).toHaveCount(0);
  await app.kill();

  const again = await stage.start(paired);
  await expectLive(again);
  await stage.relay.play(ring({ from_number: '+33199005678', person: null }));
  const pop = await expectPopped(again);
  await expect(pop.getByRole('article')).toHaveCount(1);
  await expect(cardOf(pop, 'Ana Lopez')).toHaveCount(0);
});

import { NORA, ring } from '../fixtures/allo.ts';
import { cardOf, expect, expectLive, expectNoPop, expectPopped, test } from './stage.ts';
import { activeWindow, atWork, listenForKeys, xdotool } from './terminal.ts';

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
  await left.getByRole('button', { name: 'Undo' }).click();
  await expect(card.getByText('Pilot, 40 seats')).toBeVisible();
  await expect(left).toHaveCount(0);
  await expect(pop.getByRole('status').getByText('Card of Ana Lopez is back')).toBeAttached();

  await card.getByRole('button', close).click();
  await expect(left).toBeVisible();
  await expect(card).toHaveCount(0);
  await expect(pop.getByRole('status').getByText(/Card of Ana Lopez closed/)).toBeAttached();
  // The pointer is where the card was: that keeps nothing up.
  await expectNoPop(app);
});

test('several closed cards are each had back by themselves', async ({ stage }) => {
  const app = await stage.start();
  await expectLive(app);
  const caller = (name: string, from_number: string) =>
    ring({ from_number, person: { ...(ring().data['person'] as object), name, last_name: null } });
  await stage.relay.play(caller('Ana', '+33199001234'));
  await stage.relay.play(caller('Ben', '+33199001235'));
  const pop = await expectPopped(app);
  const buttons = ['Ana', 'Ben'].map((name) => cardOf(pop, name).getByRole('button', close).elementHandle());
  // In the page: what can be had back for 5 s does not wait for every click of a slow machine.
  await pop.evaluate(
    async (both) => {
      for (const button of both) if (button instanceof HTMLElement) button.click();
      for (;;) {
        const undo = document.querySelector<HTMLElement>('section[aria-label="Closed card of Ana"] button');
        if (undo !== null) return undo.click();
        await new Promise(requestAnimationFrame);
      }
    },
    await Promise.all(buttons),
  );
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
    const heard = await listenForKeys(app, null);
    await xdotool('key', 'ctrl+shift+space');
    await expect(card).toBeFocused();
    await card.getByRole('button', close).focus();
    // Keys of the first moment are held back: one that does nothing shows when that is over.
    const arrives = async () => {
      await xdotool('key', 'F9');
      return (await heard()).some(({ isHeldBack }) => !isHeldBack);
    };
    await expect.poll(arrives).toBe(true);
    await xdotool('key', 'Return');
    await expect(pop.getByRole('button', { name: 'Undo' })).toBeFocused();
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

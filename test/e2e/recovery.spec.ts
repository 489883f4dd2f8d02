import { completed, NORA, ring } from '../fixtures/allo.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';

function caller(name: string, number: string, started_at = new Date().toISOString()) {
  return { started_at, from_number: number, person: { id: `con_${name}`, name } };
}

function secondsAgo(seconds: number): string {
  return new Date(Date.now() - seconds * 1000).toISOString();
}

test('after the relay was killed and came back, the app shows what it missed and pops nothing old', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  const home = await app.showHome();

  await stage.relay.kill();
  await expect(home.getByText(/Reconnecting since/)).toBeVisible();
  await stage.relay.restart();
  // Accepted before the app is back, and old by then.
  await stage.relay.play(ring(caller('Missed', '+33199001111', secondsAgo(120))));
  await expect(home.getByText('Connected')).toBeVisible({ timeout: 40_000 });
  await expect(home.getByText('Missed').first()).toBeVisible();
  expect(await app.popIsVisible()).toBe(false);

  await stage.relay.play(ring(caller('Fresh', '+33199002222')));
  const pop = await expectPopped(app);
  await expect(cardOf(pop, 'Fresh')).toBeVisible();
  await expect(pop.getByRole('article')).toHaveCount(1);
});

test('after the app was killed, its history is there, what came meanwhile is added, and nothing pops twice', async ({
  stage,
}) => {
  const { token, device } = await stage.relay.tokenFor(NORA);
  const paired = { relayUrl: stage.relay.url(), token, userData: await stage.profile() };
  const first = await stage.start(paired);
  await expectLive(first);
  await stage.relay.play(ring(caller('Before', '+33199001111')));
  await expect(cardOf(await expectPopped(first), 'Before')).toBeVisible();
  await expect.poll(() => stage.relay.acked(device)).toBeGreaterThan(0);
  await first.kill();

  await stage.relay.play(ring(caller('Meanwhile', '+33199002222', secondsAgo(90))));
  const second = await stage.start(paired);
  await expectLive(second);
  const home = await second.showHome();
  await expect(home.getByText('Before')).toBeVisible();
  await expect(home.getByText('Meanwhile')).toBeVisible();

  await stage.relay.play(ring(caller('After', '+33199003333')));
  const pop = await expectPopped(second);
  await expect(cardOf(pop, 'After')).toBeVisible();
  await expect(pop.getByRole('article')).toHaveCount(1);
});

test('a card that was closed stays closed through a restart, and its summary goes to the history', async ({
  stage,
}) => {
  const { token } = await stage.relay.tokenFor(NORA);
  const paired = { relayUrl: stage.relay.url(), token, userData: await stage.profile() };
  const first = await stage.start(paired);
  await expectLive(first);
  const started_at = new Date().toISOString();
  await stage.relay.play(ring({ started_at }));
  await cardOf(await expectPopped(first), 'Ana Lopez')
    .getByRole('button', { name: 'Close this card' })
    .click();
  await expect.poll(() => first.popIsVisible()).toBe(false);
  await first.close();

  const second = await stage.start(paired);
  await expectLive(second);
  await stage.relay.play(completed({ start_date: started_at }));
  const home = await second.showHome();
  await expect(home.getByText('Completed')).toBeVisible();
  expect(await second.popIsVisible()).toBe(false);
});

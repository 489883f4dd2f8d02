import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { answer, completed, NORA, ring } from '../fixtures/allo.ts';
import { cardOf, expect, expectLive, expectNoPop, expectPopped, test, type Stage } from './stage.ts';

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
  const started_at = new Date().toISOString();
  await stage.relay.play(ring(caller('Before', '+33199001111', started_at)));
  await expect(cardOf(await expectPopped(first), 'Before')).toBeVisible();
  await stage.relay.play(answer({ started_at, from_number: '+33199001111' }));
  await expect.poll(() => stage.relay.acked(device)).toBeGreaterThan(1);
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
  await expectNoPop(first);
  await first.close();

  const second = await stage.start(paired);
  await expectLive(second);
  await stage.relay.play(completed({ start_date: started_at }));
  const home = await second.showHome();
  await expect(home.getByText('Completed')).toBeVisible();
  expect(await second.popIsVisible()).toBe(false);
});

test.describe('the app is killed while a phone rings', () => {
  /** A ring that began so long ago, whose card is on screen and which the app has on disk. It rings on however long that takes. */
  async function rung(stage: Stage, seconds: number) {
    await stage.relay.configure({ ringWindow: 300 });
    const started_at = secondsAgo(seconds);
    const { token, device } = await stage.relay.tokenFor(NORA);
    const paired = { relayUrl: stage.relay.url(), token, userData: await stage.profile() };
    const app = await stage.start(paired);
    await expectLive(app);
    await stage.relay.play(ring(caller('Ringing', '+33199001111', started_at)));
    const card = cardOf(await expectPopped(app), 'Ringing');
    await expect(card).toBeVisible();
    await expect.poll(() => stage.relay.acked(device)).toBeGreaterThan(0);
    return { app, card, paired, started_at };
  }

  test('4 s into the ring: its card is there again, and again after the next time', async ({ stage }) => {
    const { app, paired } = await rung(stage, 4);
    await app.kill();
    for (let i = 0; i < 2; i += 1) {
      const again = await stage.start(paired);
      const pop = await expectPopped(again);
      await expect(cardOf(pop, 'Ringing')).toBeVisible();
      await expect(pop.getByRole('article')).toHaveCount(1);
      await again.kill();
      // As if it had lived for a while: after two starts that die early the next draws nothing from before.
      await rm(join(paired.userData, 'starts.json'));
    }
  });

  test('and its card was closed before: none comes', async ({ stage }) => {
    const { app, card, paired } = await rung(stage, 1);
    await card.getByRole('button', { name: 'Close this card' }).click();
    await expect.poll(() => settledIn(paired.userData)).toBe(1);
    await app.kill();
    const again = await stage.start(paired);
    await expectLive(again);
    await stage.relay.play(ring(caller('Next', '+33199002222')));
    const pop = await expectPopped(again);
    await expect(cardOf(pop, 'Next')).toBeVisible();
    await expect(pop.getByRole('article')).toHaveCount(1);
  });

  test('and is back when the phone has stopped: no card, but told as missed', async ({ stage }) => {
    const { app, paired, started_at } = await rung(stage, 38);
    await app.kill();
    await stage.relay.play(
      completed({ start_date: started_at, from_number: '+33199001111', result: 'MISSED', summary: null }),
    );
    const again = await stage.start(paired);
    await expectLive(again);
    const pop = await expectPopped(again);
    await expect(pop.getByText('1 missed call').first()).toBeVisible();
    await expect(cardOf(pop, 'Ringing')).toHaveCount(0);
  });
});

async function settledIn(userData: string): Promise<number> {
  const text = await readFile(join(userData, 'settled-rings.json'), 'utf8').catch(() => '{"rings":[]}');
  return (JSON.parse(text) as { rings: unknown[] }).rings.length;
}

test('an error that nobody caught in the app costs no card, asks nobody anything, and is logged without its text', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  await app.electron.evaluate(() => {
    setImmediate(() => {
      throw new TypeError('about Ana Lopez');
    });
    void Promise.reject(new RangeError('about Ana Lopez'));
  });
  await stage.relay.play(ring(caller('Fresh', '+33199002222')));
  await expect(cardOf(await expectPopped(app), 'Fresh')).toBeVisible();
  const log = async () => await readFile(join(app.userData, 'logs', 'ringside.log'), 'utf8');
  await expect.poll(log).toMatch(/an error that nobody caught.*TypeError/);
  await expect.poll(log).toMatch(/a rejection that nobody caught.*RangeError/);
  expect(await log()).not.toContain('about');
});

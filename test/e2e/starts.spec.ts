import { openDesktop, type Desktop } from '../../scripts/setup/desktop.ts';
import { completed, NORA, ring } from '../fixtures/allo.ts';
import { cardOf, expect, expectPopped, test, type Stage } from './stage.ts';

let desktop: Desktop;
test.beforeAll(async () => {
  desktop = await openDesktop();
});
test.afterAll(async () => {
  await desktop.close();
});

const menu = async (): Promise<string> => (await desktop.trayMenu()).join('\n');
const SAYS = /^Ringside closed unexpectedly twice/;

async function miss(stage: Stage): Promise<void> {
  const at = new Date().toISOString();
  const never = { result: 'MISSED', user_email: null, summary: null, transcriptions: [] };
  await stage.relay.play(ring({ started_at: at }));
  await stage.relay.play(completed({ ...never, start_date: at }));
}

test('after two starts that died early the third draws nothing from before, says so, and shows what rings now', async ({
  stage,
}) => {
  test.slow();
  const { token, device } = await stage.relay.tokenFor(NORA);
  const options = { relayUrl: stage.relay.url(), token, userData: await stage.profile() };
  const connected = async () => {
    const app = await stage.start(options);
    await expect.poll(menu, { timeout: 30_000 }).toContain('Connected as nora@');
    return app;
  };

  const first = await connected();
  await miss(stage);
  await expect.poll(menu).toContain('Ana Lopez, missed at');
  await expect.poll(() => stage.relay.acked(device)).toBeGreaterThan(1);
  await first.kill();
  const second = await connected();
  // One start that died is no reason.
  await expect.poll(menu).toContain('Ana Lopez, missed at');
  await second.kill();

  const careful = await connected();
  await expect.poll(menu).toContain('+33 1 99 00 12 34, missed at');
  expect(await menu()).not.toContain('Ana Lopez');
  expect(await careful.popIsVisible()).toBe(false);
  await stage.relay.play(
    ring({
      started_at: new Date().toISOString(),
      from_number: '+33199007777',
      person: { id: 'con_2', name: 'Sam Okoro' },
    }),
  );
  const pop = await expectPopped(careful);
  await expect(cardOf(pop, 'Sam Okoro')).toBeVisible();
  await expect.poll(menu).toContain('Sam Okoro');
  const home = await careful.showHome();
  await expect(home.getByText(SAYS)).toBeVisible();
  // The agent opens what is held back.
  await expect(home.getByText('Ana Lopez').first()).toBeVisible();
  await careful.close();

  const fourth = await connected();
  const again = await fourth.showHome();
  await expect(again.getByText('Ana Lopez').first()).toBeVisible();
  await expect(again.getByText(SAYS)).toHaveCount(0);
  await expect.poll(menu).toContain('Sam Okoro');
  expect(await menu()).not.toContain('Ana Lopez');
});

import { openDesktop, type Desktop } from '../../scripts/setup/desktop.ts';
import { completed, ring } from '../fixtures/allo.ts';
import { API_KEY, startAlloApi, type AlloStandIn } from '../fixtures/allo-api.ts';
import { callAtAllo } from '../fixtures/allo-api-calls.ts';
import { expect, test as base, type RelayStart } from './stage.ts';

let desktop: Desktop;

/** A relay that has a key of Allo's API, and what Allo has. */
const test = base.extend<{ allo: AlloStandIn; relayStart: RelayStart }>({
  allo: async ({}, use) => {
    const allo = await startAlloApi();
    await use(allo);
    allo.close();
  },
  relayStart: async ({ allo }, use) =>
    use({
      config: { allo: { sync: false } },
      env: { ALLO_API_KEY: API_KEY, ALLO_API_URL: allo.url },
    }),
});

test.beforeAll(async () => {
  desktop = await openDesktop();
});
test.afterAll(async () => {
  await desktop.close();
});

test('a call that came and went while the relay was down is missed in the tray and the list, without a card', async ({
  stage,
  allo,
}) => {
  const app = await stage.start();
  await expect.poll(() => desktop.trayTooltip(), { timeout: 30_000 }).toContain('Connected as nora@');
  const earlier = { from_number: '+33199007777', person: null, company: null, deals: [] };
  await stage.relay.play(ring(earlier));
  await stage.relay.play(completed({ id: 'cll_earlier', from_number: '+33199007777', from_name: null }));
  await expect.poll(() => app.popIsVisible()).toBe(true);
  await stage.relay.kill();

  allo.world.calls = [
    callAtAllo({ id: 'cll-missed', duration: 0, result: null, summary: null, transcript: null, tags: [] }),
  ];
  await stage.relay.restart();
  await expect.poll(() => desktop.trayTooltip(), { timeout: 30_000 }).toContain('1 missed call');
  const home = await app.showHome();
  const rows = home.getByRole('treegrid').getByRole('row');
  await expect(rows.filter({ hasText: 'Ana Lopez' })).toContainText('Missed');
  await home.getByRole('button', { name: 'Missed' }).click();
  await expect(rows.filter({ hasText: 'Ana Lopez' })).toBeVisible();
  const pop = await app.pop();
  await expect(pop.getByRole('article', { name: /Ana Lopez/ })).toHaveCount(0);
});

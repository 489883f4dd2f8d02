import type { Locator, Page } from '@playwright/test';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import { openDesktop, type Desktop } from '../../scripts/setup/desktop.ts';
import { completed, ring } from '../fixtures/allo.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { cardOf, expect, expectLive, expectPopped, test, type Stage } from './stage.ts';

let desktop: Desktop;
test.beforeAll(async () => {
  desktop = await openDesktop();
});
test.beforeEach(async () => {
  await desktop.clear();
  await expect.poll(() => desktop.onScreen()).toBe(0);
});
test.afterAll(async () => {
  await desktop.close();
});

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const spokeToNobody = { summary: null, transcriptions: [], length: '0s', length_in_minutes: 0 };

function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}

function rowOf(home: Page, name: RegExp): Locator {
  return home.getByRole('treegrid').getByRole('row', { name });
}

/** Connected, without a window that would count as looking. */
async function connected(stage: Stage): Promise<DrivenApp> {
  const app = await stage.start();
  await expect.poll(() => desktop.trayTooltip(), { timeout: 30_000 }).toContain('Connected as nora@');
  return app;
}

async function expectInFilter(home: Page, name: RegExp): Promise<void> {
  await home.getByRole('button', { name: 'Missed' }).click();
  await expect(rowOf(home, name)).toBeVisible();
}

test('an inbound call that failed is missed: in the tray, in a notification, in the list and under its filter', async ({
  stage,
}) => {
  const app = await connected(stage);
  const start = ago(40 * SECOND);
  await stage.relay.play(ring({ started_at: start }));
  await stage.relay.play(completed({ start_date: start, result: 'FAILED', ...spokeToNobody }));
  await expect.poll(() => desktop.trayTooltip()).toContain('1 missed call');
  await expect.poll(() => desktop.notified().at(-1)?.title).toBe('Missed call from Ana Lopez');
  const home = await app.showHome();
  await expectInFilter(home, /^Ana Lopez.*Missed/);
});

test('a ring that came too late to pop is missed, and what is told of it afterwards takes all of that back', async ({
  stage,
}) => {
  const app = await connected(stage);
  const start = ago(120 * SECOND);
  await stage.relay.play(ring({ started_at: start }));
  await expect.poll(() => desktop.trayTooltip()).toContain('1 missed call');
  await expect.poll(() => desktop.onScreen()).toBe(1);
  await expect.poll(() => desktop.notified().at(-1)?.title).toBe('Missed call from Ana Lopez');
  expect(await app.popIsVisible()).toBe(false);
  await stage.relay.play(completed({ start_date: start }));
  await expect.poll(() => desktop.trayTooltip()).not.toContain('missed');
  await expect.poll(() => desktop.onScreen()).toBe(0);
  const home = await app.showHome();
  await expect(rowOf(home, /^Ana Lopez.*Completed/)).toBeVisible();
});

test('a window that was opened during the ring says by itself that it is over', async ({ stage }) => {
  await stage.relay.configure({ ringWindow: 15 });
  const app = await connected(stage);
  await stage.relay.play(ring());
  await expect(cardOf(await expectPopped(app), 'Ana Lopez')).toBeVisible();
  const home = await app.showHome();
  await rowOf(home, /^Ana Lopez.*Ringing/).click();
  const pane = home.getByRole('region', { name: 'Call with Ana Lopez' });
  await expect(rowOf(home, /^Ana Lopez.*No longer ringing\?/)).toBeVisible({ timeout: 30_000 });
  await expect(pane.getByText('No longer ringing?')).toBeVisible();
});

test('while cards were off, a call that failed without any ring and a ring that came late are in the digest', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  const pop = await app.pop();
  const snooze = async (snoozedUntil: number | null) =>
    pop.evaluate(
      (until) =>
        (Reflect.get(window, 'ringside') as Bridge).request('preferences:set', { snoozedUntil: until }),
      snoozedUntil,
    );
  await snooze(Date.now() + HOUR);
  await stage.relay.play(
    completed({
      start_date: ago(60 * SECOND),
      result: 'FAILED',
      from_number: '+33199001111',
      ...spokeToNobody,
    }),
  );
  await stage.relay.play(ring({ started_at: ago(90 * SECOND), from_number: '+33199002222' }));
  const home = await app.showHome();
  await expect(home.getByRole('treegrid').getByRole('row', { name: /Missed/ })).toHaveCount(2);
  await snooze(null);
  await expect(
    cardOf(await expectPopped(app), 'While you were away').getByText('2 missed calls'),
  ).toBeVisible();
});

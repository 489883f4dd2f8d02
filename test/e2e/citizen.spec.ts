import type { Bridge } from '../../src-shared/ipc/contract.ts';
import type { SomePreferences } from '../../src-shared/preferences/preferences.ts';
import { answer, completed, ring, sms } from '../fixtures/allo.ts';
import { isVisible, pageAt, type DrivenApp } from '../fixtures/app.ts';
import { openDesktop, type Desktop } from '../../scripts/setup/desktop.ts';
import { cardOf, expect, expectPopped, test, type Stage } from './stage.ts';

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

const never = { result: 'MISSED', user_email: null, summary: null, transcriptions: [] };

async function miss(
  stage: Stage,
  data: Readonly<Record<string, unknown>> = {},
  id = 'cll_missed',
): Promise<void> {
  const at = new Date().toISOString();
  await stage.relay.play(ring({ started_at: at, ...data }));
  const { from_number } = { from_number: ring().data['from_number'], ...data };
  await stage.relay.play(completed({ ...never, id, start_date: at, from_number }));
}

async function prefer(app: DrivenApp, change: SomePreferences): Promise<void> {
  const pop = await app.pop();
  await pop.evaluate(
    (some) => (Reflect.get(window, 'ringside') as Bridge).request('preferences:set', some),
    change,
  );
}

/** Connected, without a window that would count as looking. */
async function connected(stage: Stage): Promise<DrivenApp> {
  const app = await stage.start();
  await expect.poll(() => desktop.trayTooltip(), { timeout: 15_000 }).toContain('Connected as nora@');
  return app;
}

test('the tray says what is true of the connection, and its menu goes where it says', async ({ stage }) => {
  const app = await connected(stage);
  await expect
    .poll(() => desktop.trayMenu())
    .toEqual([
      'Connected as nora@ringside.example',
      'Calls…',
      'Do not disturb',
      '30 minutes',
      '1 hour',
      'Until tomorrow',
      'Activity…',
      'Settings…',
      'Test call',
      'Copy diagnostics',
      'Quit',
    ]);
  await stage.relay.kill();
  await expect.poll(() => desktop.trayTooltip()).toContain('Reconnecting since');
  await stage.relay.restart();
  await expect.poll(() => desktop.trayTooltip(), { timeout: 40_000 }).toContain('Connected as');
  await prefer(app, { snoozedUntil: Date.now() + 3_600_000 });
  await expect.poll(() => desktop.trayMenu()).toContain('Turn off');
  await expect.poll(() => desktop.trayTooltip()).toContain('Do not disturb until');
  await prefer(app, { language: 'fr' });
  await expect.poll(() => desktop.trayMenu()).toContain('Réglages…');
  await app.close();
  await expect.poll(() => desktop.trayTooltip()).toBeNull();
});

test('a missed call is notified once per caller, counted in the tray, and taken back when it was looked at', async ({
  stage,
}) => {
  const app = await connected(stage);
  const before = desktop.notified().length;
  await miss(stage);
  await expect.poll(() => desktop.notified().length).toBe(before + 1);
  expect(desktop.notified().at(-1)?.title).toBe('Missed call from Ana Lopez');
  await miss(stage, {}, 'cll_again');
  await expect.poll(() => desktop.notified().at(-1)?.body).toContain('called 2 times');
  await expect.poll(() => desktop.onScreen()).toBe(1);
  await expect.poll(() => desktop.trayTooltip()).toContain('2 missed calls');
  await expect.poll(() => desktop.trayMenu()).toContain('2 missed calls');
  await app.showHome();
  await expect.poll(() => desktop.onScreen()).toBe(0);
  await expect.poll(() => desktop.trayTooltip()).not.toContain('missed');
});

test('a click on the notification opens the call', async ({ stage }) => {
  const app = await connected(stage);
  await miss(stage);
  await expect.poll(() => desktop.onScreen()).toBe(1);
  await desktop.clickNotification();
  const home = await pageAt(app.electron, 'home.html');
  await expect(home.getByText('Ana Lopez').first()).toBeVisible();
  await expect.poll(() => isVisible(app.electron, home)).toBe(true);
});

test('a card that the agent puts away takes its notification with it', async ({ stage }) => {
  const app = await connected(stage);
  await miss(stage);
  await expect.poll(() => desktop.onScreen()).toBe(1);
  const pop = await expectPopped(app);
  await cardOf(pop, 'Ana Lopez').getByRole('button', { name: 'Close this card' }).click();
  await expect.poll(() => desktop.onScreen()).toBe(0);
});

test('a text message is notified by its sender and first line, as text and not as markup', async ({
  stage,
}) => {
  await connected(stage);
  const before = desktop.notified().length;
  await stage.relay.play(
    sms({ content: 'Running <b>late</b> & sorry\nsecond line', sent_at: new Date().toISOString() }),
  );
  await expect.poll(() => desktop.notified().length).toBe(before + 1);
  const { title, body } = desktop.notified().at(-1) ?? {};
  expect(title).toMatch(/^Message from /);
  expect(body).toBe('Running &lt;b&gt;late&lt;/b&gt; &amp; sorry');
});

test('a click on a text’s notification opens its thread, and sending it again changes nothing', async ({
  stage,
}) => {
  const app = await connected(stage);
  const before = desktop.notified().length;
  const body = sms({ content: 'Who are you?', from_number: '+442079460018', from_name: null });
  await stage.relay.play(body);
  await expect.poll(() => desktop.notified().length).toBe(before + 1);
  await expect.poll(() => desktop.onScreen()).toBe(1);
  // The same message under another id, as it may come again.
  await stage.relay.play(body);
  await desktop.clickNotification();
  const home = await pageAt(app.electron, 'home.html');
  await expect.poll(() => isVisible(app.electron, home)).toBe(true);
  const thread = home.getByRole('region', { name: 'Texts with +44 20 7946 0018' });
  await expect(thread.getByText('Who are you?')).toHaveCount(1);
  await expect(thread).toBeFocused();
  expect(desktop.notified().length).toBe(before + 1);
});

test('nothing is notified while nobody is to be disturbed, nor what the agent turned off', async ({
  stage,
}) => {
  const app = await connected(stage);
  const before = desktop.notified().length;
  await prefer(app, { snoozedUntil: Date.now() + 3_600_000 });
  await miss(stage);
  await expect.poll(() => desktop.trayTooltip()).toContain('1 missed call');
  await prefer(app, { snoozedUntil: null, notifyMissed: false, notifySms: false });
  await miss(stage, { from_number: '+33199007777', person: null }, 'cll_other');
  await stage.relay.play(sms({ sent_at: new Date().toISOString() }));
  await expect.poll(() => desktop.trayTooltip()).toContain('2 missed calls');
  expect(desktop.notified().length).toBe(before);
});

test('where a window cannot say where it is, a ring is a notification that goes when the ring does', async ({
  stage,
}) => {
  process.env['XDG_SESSION_TYPE'] = 'wayland';
  try {
    const app = await connected(stage);
    const at = new Date().toISOString();
    await stage.relay.play(ring({ started_at: at }));
    await expect.poll(() => desktop.onScreen()).toBe(1);
    expect(desktop.notified().at(-1)?.title).toBe('Call from Ana Lopez');
    expect(desktop.notified().at(-1)?.body).toContain('Globex');
    expect(await app.popIsVisible()).toBe(false);
    await stage.relay.play(answer({ started_at: at }));
    await expect.poll(() => desktop.onScreen()).toBe(0);
  } finally {
    process.env['XDG_SESSION_TYPE'] = 'x11';
  }
});

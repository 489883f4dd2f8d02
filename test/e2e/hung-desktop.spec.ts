import { openDesktop, type Desktop } from '../../scripts/setup/desktop.ts';
import { completed, ring, sms } from '../fixtures/allo.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';
import { watchStandstill } from './standstill.ts';

let desktop: Desktop;
test.beforeAll(async () => {
  desktop = await openDesktop();
});
test.afterAll(async () => {
  await desktop.close();
});

const now = (): string => new Date().toISOString();
const caller = (name: string, n: number) => ({
  from_number: `+3319900110${n}`,
  person: { id: `con_${n}`, name },
});

test('a panel and a notification daemon that hang keep no card waiting, and get what is true when they go on', async ({
  stage,
}) => {
  const app = await stage.start();
  await expect.poll(() => desktop.trayTooltip(), { timeout: 30_000 }).toContain('Connected as nora@');
  await stage.relay.play(ring({ started_at: now(), ...caller('First', 1) }));
  const pop = await expectPopped(app);
  const stoodStill = await watchStandstill(app);
  const before = desktop.notified().length;

  desktop.freeze();
  for (let n = 2; n < 5; n += 1) {
    const at = now();
    await stage.relay.play(sms({ id: `msg_${n}`, sent_at: at, content: `Text ${n}` }));
    await stage.relay.play(ring({ started_at: at, ...caller(`Caller ${n}`, n) }));
    await expect(cardOf(pop, `Caller ${n}`)).toBeVisible();
    const never = { result: 'MISSED', user_email: null, summary: null, transcriptions: [] };
    await stage.relay.play(
      completed({ id: `cll_${n}`, start_date: at, ...never, ...caller(`Caller ${n}`, n) }),
    );
  }
  expect(await stoodStill(), 'main never stood still').toBeLessThan(1_000);

  desktop.thaw();
  await expect
    .poll(() =>
      desktop
        .notified()
        .slice(before)
        .map(({ title }) => title),
    )
    .toContain('Missed call from Caller 4');
  await expect.poll(async () => (await desktop.trayMenu()).join('\n')).toContain('3 missed calls');
});

test('an app that starts on a desktop that hangs connects and shows who rings', async ({ stage }) => {
  desktop.freeze();
  try {
    const app = await stage.start();
    await expectLive(app);
    await stage.relay.play(ring({ started_at: now(), ...caller('Early', 5) }));
    await expect(cardOf(await expectPopped(app), 'Early')).toBeVisible();
  } finally {
    desktop.thaw();
  }
  await expect.poll(() => desktop.trayTooltip(), { timeout: 30_000 }).toContain('Ringside: ringing');
});

test('600 texts of one sender are one notification', async ({ stage }) => {
  const app = await stage.start();
  await expect.poll(() => desktop.trayTooltip(), { timeout: 30_000 }).toContain('Connected as nora@');
  await desktop.clear();
  const asked = desktop.notified().length;
  const memory = async (): Promise<number> =>
    await app.electron.evaluate(async () => (await process.getProcessMemoryInfo()).private / 1024);
  const text = (n: number) => stage.relay.play(sms({ id: `msg_${n}`, sent_at: now(), content: `Text ${n}` }));
  await text(0);
  await expect.poll(() => desktop.onScreen()).toBe(1);
  const before = await memory();
  for (let n = 1; n < 600; n += 50)
    await Promise.all(Array.from({ length: n === 551 ? 49 : 50 }, (_, at) => text(n + at)));
  await text(600);
  await expect.poll(() => desktop.notified().at(-1)?.body).toBe('Text 600');
  expect(await desktop.onScreen()).toBe(1);
  expect(desktop.notified().length - asked).toBeLessThan(60);
  expect((await memory()) - before, 'MB that main grew by').toBeLessThan(40);
});

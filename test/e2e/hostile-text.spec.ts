import { readFile } from 'node:fs/promises';
import { homedir, hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { completed, ring, sms } from '../fixtures/allo.ts';
import { openDesktop, type Desktop } from '../../scripts/setup/desktop.ts';
import { expect, expectPopped, test, type Stage } from './stage.ts';

let desktop: Desktop;
test.beforeAll(async () => {
  desktop = await openDesktop();
});
test.afterAll(async () => {
  await desktop.close();
});

/** A caller's name, and how the tray's menu writes its beginning. */
const NAMES = [
  ['Ana\uFFFELopez', 'Ana\uFFFDLopez'],
  ['Bea\uFDD0\u{1FFFF}\u{10FFFE}Lopez', 'Bea\uFFFD\uFFFD\uFFFDLopez'],
  ['Cleo\uD800Lopez\uDC00', 'Cleo\uFFFDLopez\uFFFD'],
  ['Dora\0Lopez\u0007\u009B', 'Dora Lopez'],
  ['Ella\u202EzepoL\u2067', 'EllazepoL'],
  [`Fay${'x'.repeat(10_000)}`, `Fay${'x'.repeat(36)}…`],
  [`Gil${'\u0301'.repeat(10_000)}`, 'Gi'],
  ['<b>Hal</b> & "Sons" _a', '<b>Hal</b> & "Sons" __a'],
] as const;

/** Everything that reaches the system: a card, a missed call, its notification, a line of the menu, a text message. */
async function miss(stage: Stage, name: string, n: number): Promise<void> {
  const started_at = new Date().toISOString();
  const from_number = `+3319900110${n}`;
  const who = { from_number, from_name: name, person: null, company: { name } };
  await stage.relay.play(ring({ id: `cll_${n}`, started_at, ...who }));
  const never = { result: 'MISSED', user_email: null, summary: null, transcriptions: [] };
  await stage.relay.play(completed({ id: `cll_${n}`, start_date: started_at, ...never, ...who }));
  await stage.relay.play(sms({ id: `msg_${n}`, sent_at: started_at, content: name, ...who }));
}

test('a name of what the system does not take costs neither the app nor its next start', async ({
  stage,
}) => {
  test.slow();
  const { token } = await stage.relay.tokenFor('nora@ringside.example');
  const options = { relayUrl: stage.relay.url(), token, userData: await stage.profile() };
  let app = await stage.start(options);
  await expect.poll(() => desktop.trayTooltip(), { timeout: 30_000 }).toContain('Connected as nora@');
  for (const [n, [name, shown]] of NAMES.entries()) {
    await miss(stage, name, n);
    await expect
      .poll(async () => (await desktop.trayMenu()).join('\n'), { message: name.slice(0, 40) })
      .toContain(shown);
    await expect
      .poll(() => desktop.notified().some(({ title }) => title.includes(shown.slice(0, 2))))
      .toBe(true);
    expect(app.electron.process().exitCode, 'the app lives').toBeNull();
  }
  await expectPopped(app);
  await app.close();

  app = await stage.start(options);
  await expect.poll(() => desktop.trayTooltip(), { timeout: 30_000 }).toContain('Connected as nora@');
  await expect.poll(async () => (await desktop.trayMenu()).join('\n')).toContain('<b>Hal</b>');
  await stage.relay.play(
    ring({ started_at: new Date().toISOString(), from_number: '+33199001199', from_name: '\uFFFF' }),
  );
  await expectPopped(app);
  expect(app.electron.process().exitCode, 'the app lives').toBeNull();

  // Neither the log nor what is copied for support says anything of anybody.
  await desktop.clickTray('Copy diagnostics');
  const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toMatch(/^Ringside \d[^]*\nlast events: [1-9]/);
  const log = await readFile(join(app.userData, 'logs', 'ringside.log'), 'utf8');
  for (const text of [await copied(), log]) {
    expect(text).not.toMatch(
      /Lopez|Ana|Bea|Cleo|Dora|Ella|Fay|Gil|Hal|3319900|cll_|msg_|@|nora|127\.0\.0\.1/,
    );
    const own = [app.userData, homedir(), userInfo().username, hostname(), token];
    for (const each of own.filter(({ length }) => length > 5)) expect(text.includes(each), each).toBe(false);
  }
});

test('the tray takes every code point that is left in a text for the system', async ({ stage }) => {
  const app = await stage.start();
  await expect.poll(() => desktop.trayTooltip(), { timeout: 30_000 }).toContain('Connected as nora@');
  const refused = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/u;
  const all = Array.from({ length: 0x110000 }, (_, code) => code).filter(
    (code) => !refused.test(String.fromCodePoint(code)),
  );
  // In the app, as the real border would see them: a second item, beside the app's own.
  await app.electron.evaluate(({ Menu, nativeImage, Tray }, codes) => {
    const tray = new Tray(nativeImage.createEmpty());
    for (let at = 0; at < codes.length; at += 20_000) {
      const text = String.fromCodePoint(...codes.slice(at, at + 20_000));
      tray.setToolTip(text);
      tray.setContextMenu(Menu.buildFromTemplate([{ label: text }]));
    }
    setImmediate(() => tray.destroy());
  }, all);
  await expect.poll(() => desktop.trayTooltip()).toContain('Connected as nora@');
  expect(app.electron.process().exitCode, 'the app lives').toBeNull();
});

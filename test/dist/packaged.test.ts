import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import asar from '@electron/asar';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askRelay, startRelay } from '../../scripts/relay/process.ts';
import { displayToUse, type Display } from '../../scripts/setup/display.ts';
import { endProcess } from '../../scripts/setup/processes.mjs';
import { newSecret, NORA, post, ring } from '../fixtures/allo.ts';
import { CALLERS, partyOf } from '../fixtures/callers.ts';
import { packagesCanBeMade, packagesForTests } from '../fixtures/packages.ts';
import { until } from '../fixtures/until.ts';
import { startPackaged } from './packaged-app.ts';

describe.runIf(packagesCanBeMade())('the packaged app', () => {
  let folder: string;
  let packaged: string;
  let display: Display;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringside-dist-'));
    display = await displayToUse();
    packaged = (await packagesForTests()).unpacked;
  });

  afterAll(async () => {
    await display.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('the archive holds the built app and its icons, and nothing of node_modules', async () => {
    const beside = ['LICENSES.ringside.txt', 'app-update.yml', 'app.asar', 'apparmor-profile'];
    expect((await readdir(join(packaged, 'resources'))).sort()).toEqual(beside);
    const files = asar.listPackage(join(packaged, 'resources/app.asar'), { isPack: false });
    const top = new Set(files.map((file) => file.split('/')[1]));
    expect([...top].sort()).toEqual(['assets', 'dist', 'package.json']);
    const dist = new Set(files.filter((file) => file.startsWith('/dist/')).map((file) => file.split('/')[2]));
    expect([...dist].sort()).toEqual(['main', 'preload', 'renderer']);
    // Pictures of the pages are among what was built of them.
    const outside = files.filter((file) => !file.startsWith('/dist/renderer/assets/'));
    expect(outside.filter((file) => file.endsWith('.svg'))).toEqual([]);
    expect(files.filter((file) => /\.(map|ts)$/.test(file))).toEqual([]);
    expect((await stat(join(packaged, 'resources/app.asar'))).size).toBeLessThan(5_000_000);
  });

  test('it starts, connects to a relay, shows the card of a signed ring, and will start with the session', async () => {
    const settings = { folder: join(folder, 'relay'), secret: newSecret() };
    const relay = await startRelay(settings);
    try {
      await askRelay(settings, ['agents', 'add', NORA], v.unknown());
      const paired = v.object({ token: v.string() });
      const { token } = await askRelay(settings, ['devices', 'token', NORA], paired);
      const app = await startPackaged(join(packaged, 'ringside'), join(folder, 'config'), {
        ...display.env,
        RINGSIDE_RELAY_URL: relay.url,
        RINGSIDE_DEVICE_TOKEN: token,
      });
      try {
        const pop = await app.page('pop.html');
        expect(new URL(pop.url()).protocol).toBe('app:');
        const { number } = CALLERS.ana;
        const body = ring({ from_number: number, user_email: NORA, ...partyOf(CALLERS.ana, new Date()) });
        expect(await post(relay.url, settings.secret, body)).toMatchObject({ status: 200 });
        await pop.getByText('Ana Lopez').first().waitFor({ state: 'visible' });
        await pop.getByText(CALLERS.ana.deals[0].name).first().waitFor({ state: 'visible' });
        expect(await pop.evaluate(() => 'require' in window || 'process' in window)).toBe(false);
        const autostart = join(folder, 'config/autostart/ringside.desktop');
        await until('the start with the session', async () =>
          (await readFile(autostart, 'utf8').catch(() => '')).includes(`Exec=${join(packaged, 'ringside')} `),
        );
      } finally {
        await app.close();
      }
    } finally {
      await endProcess(relay.child);
    }
  });
});

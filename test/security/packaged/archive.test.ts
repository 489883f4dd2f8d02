import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { displayToUse, type Display } from '../../../scripts/setup/display.ts';
import { startPackaged } from '../../dist/packaged-app.ts';
import { packagesCanBeMade, packagesForTests } from '../../fixtures/packages.ts';

describe.runIf(packagesCanBeMade())('the archive', () => {
  let display: Display;
  let folder: string;

  beforeAll(async () => {
    display = await displayToUse();
    folder = await mkdtemp(join(tmpdir(), 'ringside-archive-'));
  });
  afterAll(async () => {
    await display.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('P5 the packaged program serves its pages out of the archive, and nothing else out of it', async () => {
    const { unpacked } = await packagesForTests();
    const app = await startPackaged(join(unpacked, 'ringside'), join(folder, 'config'), { ...display.env });
    try {
      const pop = await app.page('pop.html');
      const statuses = await pop.evaluate(
        async (names) =>
          await Promise.all(names.map(async (name) => (await fetch(`app://ringside/${name}`)).status)),
        ['pop.html', 'home.html', '../main/main.js', '%2e%2e%2fmain%2fmain.js', '../../package.json'],
      );
      expect(statuses).toEqual([200, 200, 404, 404, 404]);
      expect(await pop.evaluate(() => [location.origin, 'require' in window])).toEqual([
        'app://ringside',
        false,
      ]);
    } finally {
      await app.close();
    }
  }, 300_000);
});

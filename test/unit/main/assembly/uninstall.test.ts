import { existsSync, realpathSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { uninstall } from '../../../../src-main/assembly/uninstall.ts';

type TakesApp = Parameters<typeof uninstall>[0];

test.runIf(process.platform === 'linux')(
  'what is removed takes the updates with it that were on their way',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'ringside-uninstall-'));
    const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      const file = join(home, 'Ringside of Nora.AppImage');
      const beside = ['incoming', 'update', 'previous'].map((what) =>
        join(home, `.Ringside of Nora.AppImage.${what}`),
      );
      const cache = join(home, '.cache/ringside-updater');
      await mkdir(join(cache, 'pending'), { recursive: true });
      for (const each of [file, join(cache, 'partial-1'), ...beside]) await writeFile(each, 'x');
      const app = { isPackaged: true, getPath: () => home } as unknown as TakesApp;
      const env = {
        APPIMAGE: file,
        APPDIR: dirname(realpathSync(process.execPath)),
        PATH: process.env['PATH'],
      };
      expect(await uninstall(app, env)).toBe(0);
      for (const each of [...beside, cache]) expect(existsSync(each)).toBe(false);
      // That one is for its owner to delete.
      expect(existsSync(file)).toBe(true);
    } finally {
      said.mockRestore();
      await rm(home, { recursive: true, force: true });
    }
  },
);

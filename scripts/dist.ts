import { join } from 'node:path';
import type { Electron } from './setup/electron.ts';
import { NODE_MODULES, ROOT } from './setup/places.mjs';
import { passThrough } from './setup/processes.mjs';

/**
 * Packages the app, unpacked, for this machine, with the Electron that was provisioned; resolves with the exit code.
 * `args` go to electron-builder: https://www.electron.build/cli
 */
export async function packageApp(electron: Electron, args: readonly string[]): Promise<number> {
  const builder = join(NODE_MODULES, 'electron-builder/cli.js');
  const own = [`-c.electronDist=${electron.folder}`, `-c.electronVersion=${electron.version}`];
  return await passThrough(process.execPath, [builder, '--dir', '--publish=never', ...own, ...args], {
    cwd: ROOT,
  });
}

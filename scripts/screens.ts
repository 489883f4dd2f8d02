import { join } from 'node:path';
import { displayForTests } from './setup/display.ts';
import { NODE_MODULES, ROOT } from './setup/places.mjs';
import { passThrough } from './setup/processes.mjs';

/**
 * `npm run screens`: photographs every state of the card and of the rooms anew, for docs/images and as what the tests
 * compare with from then on. Look at each picture that has changed before it is committed. Resolves with the exit code.
 */
export async function photograph(): Promise<number> {
  const display = await displayForTests();
  try {
    return await passThrough(
      process.execPath,
      [join(NODE_MODULES, '@playwright/test/cli.js'), 'test', 'pixels', '--update-snapshots=changed'],
      { cwd: ROOT, env: { ...process.env, ...display.env } },
    );
  } finally {
    await display.stop();
  }
}

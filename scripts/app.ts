import { displayToUse } from './setup/display.ts';
import { electronCommand } from './setup/electron-command.ts';
import type { Electron } from './setup/electron.ts';
import { passThrough } from './setup/processes.mjs';

/** Runs the app from this checkout, on a virtual display where there is none; resolves with its exit code. */
export async function runApp(electron: Electron, args: readonly string[]): Promise<number> {
  const display = await displayToUse();
  try {
    const { file, args: all, env } = electronCommand(electron, args, display.env);
    return await passThrough(file, all, { env });
  } finally {
    await display.stop();
  }
}

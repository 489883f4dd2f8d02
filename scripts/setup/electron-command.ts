import type { Electron } from './electron.ts';
import { ROOT } from './places.mjs';
import { say } from './problem.mjs';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * How to start the app from this checkout. Chromium's sandbox cannot run as root, so for root, and only here in
 * development, it is left out.
 */
export function electronCommand(
  electron: Electron,
  args: readonly string[],
  extraEnv: Readonly<Record<string, string>>,
): Command {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) say('running as root, so Chromium runs without its sandbox (--no-sandbox)');
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  return {
    file: electron.executable,
    args: [...(isRoot ? ['--no-sandbox'] : []), ...placeable(), ROOT, ...args],
    env: { ...env, ...overrideFor(electron), ...extraEnv },
  };
}

/** As the package is started: through X a card can be placed, also in a Wayland session. */
function placeable(): readonly string[] {
  const hasX = process.platform === 'linux' && Boolean(process.env['DISPLAY']);
  return hasX ? ['--ozone-platform=x11'] : [];
}

/** Makes `require('electron')` find the Electron that is used. */
export function overrideFor(electron: Electron): Record<string, string> {
  return electron.kind === 'ordinary' ? {} : { ELECTRON_OVERRIDE_DIST_PATH: electron.folder };
}

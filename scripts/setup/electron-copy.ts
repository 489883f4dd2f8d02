import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './places.mjs';

export const COPY_VERSION = '33.2.1';
/** Rises when electron-copy-making.ts changes what it makes, so that an older copy is not taken for this one. */
const RECIPE = 1;

/** Where the copy is, or will be: an Electron from the npm registry, for networks that do not reach GitHub. */
export function copyFolder(): string {
  return join(cacheFolder(), 'electron', `${COPY_VERSION}-linux-x64-${RECIPE}`);
}

export function hasCopy(): boolean {
  return existsSync(join(copyFolder(), 'electron'));
}

/** Whether this machine is one that the copy runs on. */
export function copyRunsHere(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

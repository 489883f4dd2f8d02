import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

export const NODE_MODULES = join(ROOT, 'node_modules');

/** The Node that everything but the bootstrap runs on: the one pinned in package.json. */
export const PINNED_NODE = join(
  NODE_MODULES,
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** Where downloads outlive a checkout: `RINGSIDE_CACHE`, else the user's cache folder. */
export function cacheFolder(env = process.env) {
  const own = env['RINGSIDE_CACHE'];
  if (own) return resolve(own);
  const base =
    env['XDG_CACHE_HOME'] ||
    (process.platform === 'win32' && env['LOCALAPPDATA']) ||
    join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  return join(base, 'ringside');
}

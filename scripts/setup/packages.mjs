import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { NODE_MODULES, PINNED_NODE, ROOT } from './places.mjs';
import { Problem, say } from './problem.mjs';

const LOCK = join(ROOT, 'package-lock.json');
/** Written by us after an install: the hash of the lock file that node_modules was made from. */
const STAMP = join(NODE_MODULES, '.ringside-lock');
/** Written by npm: what it put there. */
const INSTALLED = join(NODE_MODULES, '.package-lock.json');

/** npm's own patience with a network that is not there is minutes long, and silent. */
export const GIVE_UP_SOON = [
  '--prefer-offline',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=500',
  '--fetch-retry-maxtimeout=3000',
];

/**
 * Makes node_modules match package-lock.json, and does nothing when it already does.
 * @throws {Problem} no-network, no-packages
 */
export function installPackages() {
  const wanted = readFileSync(LOCK, 'utf8');
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n${wanted}`).digest('hex');
  if (existsSync(PINNED_NODE) && readIfThere(STAMP) === hash) return;
  if (!existsSync(PINNED_NODE) || !npmInstalled(wanted, readIfThere(INSTALLED))) runNpmCi();
  writeFileSync(STAMP, hash);
}

/**
 * Whether somebody ran npm by hand and node_modules already holds what the lock file asks for.
 * @param {string} lock
 * @param {string | null} installed
 */
function npmInstalled(lock, installed) {
  if (installed === null) return false;
  const have = packagesOf(installed);
  return Object.entries(packagesOf(lock)).every(
    ([path, entry]) => path === '' || entry.optional === true || have[path]?.integrity === entry.integrity,
  );
}

/**
 * @param {string} lock
 * @returns {Record<string, { integrity?: string, optional?: boolean }>}
 */
function packagesOf(lock) {
  return JSON.parse(lock).packages ?? {};
}

/** npm runs on the Node that it came with: the pinned one is among the files that it replaces. */
function runNpmCi() {
  say('installing packages (npm ci) …');
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...GIVE_UP_SOON];
  const [file, rest] =
    npm !== undefined && node !== undefined && !node.startsWith(NODE_MODULES)
      ? [node, [npm, ...args]]
      : ['npm', args];
  const { status, stdout, stderr, error } = spawnSync(file, rest, {
    cwd: ROOT,
    env: { ...process.env, PATH: pathWithoutOurs() },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32' && file === 'npm',
  });
  if (error !== undefined) throw new Problem('no-packages', `npm could not be started: ${error.message}`);
  if (status === 0) return;
  const log = `${stdout}${stderr}`.trim();
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(log)) {
    throw new Problem(
      'no-network',
      `packages could not be fetched: the npm registry does not answer (no network, or a proxy is needed: npm config set proxy URL).\n${log}`,
    );
  }
  throw new Problem('no-packages', `npm ci failed:\n${log}`);
}

function pathWithoutOurs() {
  const parts = (process.env['PATH'] ?? '').split(delimiter);
  return parts.filter((part) => !part.startsWith(NODE_MODULES)).join(delimiter);
}

/** @param {string} file */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

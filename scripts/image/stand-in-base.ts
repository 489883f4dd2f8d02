import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { keptDebian } from '../machine/debian.ts';
import { cacheFolder, PINNED_NODE } from '../setup/places.mjs';
import { Problem, say } from '../setup/problem.mjs';

const run = promisify(execFile);
/** Rises when what is made changes. */
const RECIPE = 2;
/** Where the builder puts this machine's authorities: npm in the stand-in trusts them, and nothing that is built does. */
export const AUTHORITIES_INSIDE = '/authorities-of-the-machine.crt';

/**
 * A file system like the one that the Dockerfile builds on, for machines that reach no registry of images: the Debian that the
 * tests install into, this machine's npm, and the Node that package.json pins. Made once, as root, and kept in Ringside's
 * cache; the result is the archive.
 * @throws {Problem} no-tool
 */
export async function standInBase(): Promise<string> {
  const node = spawnSync(PINNED_NODE, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const folder = join(cacheFolder(), 'image');
  const archive = join(folder, `stand-in-${RECIPE}-${node}-${process.arch}.tar`);
  if (existsSync(archive)) return archive;
  if (process.getuid?.() !== 0)
    throw new Problem('no-tool', 'only root can make a stand-in for the base image');
  const debian = await keptDebian();
  say('making a stand-in for the base image …');
  await mkdir(folder, { recursive: true });
  const root = await mkdtemp(join(tmpdir(), 'ringside-base-'));
  const half = `${archive}.${process.pid}`;
  try {
    const left = ['./var/cache/apt/archives/*.deb', './usr/share/locale/*', './usr/share/man/*'];
    await run('tar', [
      '--extract',
      `--directory=${root}`,
      `--file=${debian}`,
      ...left.map((path) => `--exclude=${path}`),
    ]);
    await copyFile('/etc/resolv.conf', join(root, 'etc/resolv.conf'));
    const install = ['apt-get', 'install', '-q', '-y', '--no-install-recommends', 'ca-certificates'];
    await run('chroot', [root, ...install], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    for (const path of ['var/lib/apt/lists', 'var/cache/apt'])
      await rm(join(root, path), { recursive: true });
    await nodeAndNpm(join(root, 'usr/local'));
    await run('tar', ['--create', `--directory=${root}`, `--file=${half}`, '.']);
    await rename(half, archive);
  } finally {
    await Promise.all([root, half].map(async (path) => await rm(path, { recursive: true, force: true })));
  }
  return archive;
}

async function nodeAndNpm(into: string): Promise<void> {
  const modules = spawnSync('npm', ['root', '--global'], { encoding: 'utf8' }).stdout.trim();
  await mkdir(join(into, 'bin'), { recursive: true });
  await cp(PINNED_NODE, join(into, 'bin/node'));
  await cp(join(modules, 'npm'), join(into, 'lib/node_modules/npm'), { recursive: true });
  const npm = [
    '#!/bin/sh',
    `if [ -f ${AUTHORITIES_INSIDE} ]; then export NODE_EXTRA_CA_CERTS=${AUTHORITIES_INSIDE}; fi`,
    'exec node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"',
    '',
  ];
  await writeFile(join(into, 'bin/npm'), npm.join('\n'), { mode: 0o755 });
}

import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toolPath } from '../setup/libraries.ts';
import { cacheFolder, PINNED_NODE } from '../setup/places.mjs';
import { Problem, say } from '../setup/problem.mjs';

const RELEASE = 'bookworm';
/** Where the builder puts this machine's authorities: npm in the stand-in trusts them, and nothing that is built does. */
export const AUTHORITIES_INSIDE = '/authorities-of-the-machine.crt';

/**
 * A file system like the one that the Dockerfile builds on, for machines that reach no registry of images: Debian's own
 * packages, this machine's npm, and the Node that package.json pins. Made once (by mmdebstrap, as root) and kept in
 * Ringside's cache; the result is the archive.
 * @throws {Problem} no-tool
 */
export async function standInBase(): Promise<string> {
  const node = spawnSync(PINNED_NODE, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const folder = join(cacheFolder(), 'image');
  const archive = join(folder, `stand-in-${RELEASE}-${node}-${process.arch}.tar`);
  if (existsSync(archive)) return archive;
  if (process.getuid?.() !== 0 || toolPath('mmdebstrap') === null) {
    throw new Problem('no-tool', 'a stand-in for the base image is made by root, with Debian’s mmdebstrap');
  }
  say(`making a stand-in for the base image (mmdebstrap, ${RELEASE}) …`);
  await mkdir(folder, { recursive: true });
  const over = await mkdtemp(join(tmpdir(), 'ringside-base-'));
  const half = `${archive}.${process.pid}.tar`;
  try {
    await nodeAndNpm(join(over, 'usr/local'));
    await promisify(execFile)('mmdebstrap', [
      '--quiet',
      '--variant=essential',
      '--include=ca-certificates,libstdc++6',
      '--dpkgopt=force-unsafe-io',
      ...['man', 'locale', 'info'].map((kind) => `--dpkgopt=path-exclude=/usr/share/${kind}/*`),
      `--customize-hook=sync-in ${over} /`,
      RELEASE,
      half,
    ]);
    await rename(half, archive);
  } finally {
    await Promise.all([over, half].map(async (path) => await rm(path, { recursive: true, force: true })));
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

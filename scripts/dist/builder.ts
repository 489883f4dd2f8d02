import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { readReleaseInfo } from '../../src-main/release/release-info.ts';
import type { Electron } from '../setup/electron.ts';
import { NODE_MODULES, ROOT } from '../setup/places.mjs';
import { Problem } from '../setup/problem.mjs';
import { passThrough } from '../setup/processes.mjs';
import { licencesOfApp } from './licences.ts';
import { signingOf } from './signing.ts';
import { committedAt } from './checkout.ts';
import { setUpTools } from './tools.ts';
import type { Planned } from './targets.ts';

/** One run of electron-builder. */
export interface BuilderRun {
  readonly electron: Electron;
  readonly builds: readonly Planned[];
  readonly output: string;
  readonly version: string;
  /** Whether it may reach users: what may not says so in its name. */
  readonly release: boolean;
  /** In place of `assets/release.json`; null: ours. */
  readonly releaseInfo: string | null;
  /** Packages that are soon made and large. */
  readonly fast: boolean;
}

/** Beside the app's archive. */
const LICENCES = 'LICENSES.ringside.txt';
/** Nothing answers there: what is written for a feed is written all the same, and the app asks nobody. */
const NO_FEED = 'https://updates.invalid/';

/** Packages the app as it is built. @throws {Problem} build-failed */
export async function runBuilder(run: BuilderRun): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-dist-'));
  try {
    const configuration = join(folder, 'electron-builder.json');
    await writeFile(configuration, JSON.stringify(await configurationFor(run, folder)));
    const epoch = committedAt();
    const env = {
      ...(epoch === null ? {} : { SOURCE_DATE_EPOCH: epoch }),
      ...process.env,
      ...(await setUpTools(join(folder, 'tools'), run)),
    };
    const builder = join(NODE_MODULES, 'electron-builder/cli.js');
    const args = ['--publish=never', `--config=${configuration}`, ...targetArguments(run.builds)];
    const code = await passThrough(process.execPath, [builder, ...args], { cwd: ROOT, env });
    if (code !== 0) throw new Problem('build-failed', `electron-builder failed with exit code ${code}`);
    // Tells electron-updater by which package it was installed; of several made from one folder the last one wins.
    for (const name of await readdir(run.output))
      if (name.endsWith('-unpacked'))
        await rm(join(run.output, name, 'resources/package-type'), { force: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** electron-builder.yml, and what only this run knows. */
async function configurationFor(run: BuilderRun, folder: string): Promise<object> {
  const base = parse(await readFile(join(ROOT, 'electron-builder.yml'), 'utf8'));
  const info = resolve(run.releaseInfo ?? join(ROOT, 'assets/release.json'));
  const { updates } = readReleaseInfo(info);
  const release = join(folder, 'release');
  await mkdir(release);
  await writeFile(join(release, 'release.json'), await readFile(info));
  const licences = join(folder, LICENCES);
  await writeFile(licences, await licencesOfApp());
  const standIn = run.builds.some(({ standInRuntime }) => standInRuntime);
  const signing = signingOf(process.platform, process.env).configuration;
  return {
    ...base,
    directories: { ...base.directories, output: run.output },
    files: [...base.files, { from: release, to: 'assets', filter: ['release.json'] }],
    extraResources: [{ from: licences, to: LICENCES }],
    extraMetadata: { version: run.version },
    electronVersion: run.electron.version,
    // Of another architecture electron-builder fetches its own.
    ...(run.builds.every(({ architecture }) => architecture === process.arch)
      ? { electronDist: run.electron.folder }
      : {}),
    mac: { ...base.mac, ...signing.mac },
    win: { ...base.win, ...signing.win },
    publish: { provider: 'generic', url: updates?.feed.href ?? NO_FEED },
    ...(run.fast ? { compression: 'store' } : {}),
    deb: { ...base.deb, ...(run.fast ? { compression: 'zst' } : {}) },
    appImage: {
      ...base.appImage,
      ...(standIn ? { artifactName: 'Ringside-test-only-${arch}.${ext}' } : {}),
      ...(!standIn && !run.release ? { artifactName: 'Ringside-${version}-${arch}.${ext}' } : {}),
    },
  };
}

function targetArguments(builds: readonly Planned[]): readonly string[] {
  const systems = { linux: '--linux', darwin: '--mac', win32: '--win' };
  const system = systems[process.platform as keyof typeof systems];
  const targets = new Set(builds.map(({ target }) => target));
  const architectures = new Set(builds.map(({ architecture }) => `--${architecture}`));
  return [system, ...targets, ...architectures];
}

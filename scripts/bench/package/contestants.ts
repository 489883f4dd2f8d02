import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runBuilder } from '../../dist/builder.ts';
import { setUpTools } from '../../dist/tools.ts';
import type { Electron } from '../../setup/electron.ts';
import { NODE_MODULES, ROOT } from '../../setup/places.mjs';
import { passThrough } from '../../setup/processes.mjs';

/** An app as it reaches a computer: packaged as a release is, compression and all, in two versions of one source. */
export interface Packaged {
  readonly name: string;
  /** Its executable, and where its Debian package puts it. */
  readonly executable: string;
  readonly installedIn: string;
  readonly folder: string;
  readonly unpacked: string;
  readonly deb: string;
  readonly tarGz: string;
  readonly appImage: string;
  /** The AppImage of the next version, for the size of an update. */
  readonly nextAppImage: string;
}

const VERSION = '0.1.0';
const NEXT = '0.1.1';
const TARGETS = ['tar.gz', 'deb', 'AppImage'] as const;
/** All of it, or the folder that is started alone. */
export type Made = 'packages' | 'folder';
type MadeTarget = (typeof TARGETS)[number] | 'dir';
const built = { architecture: process.arch === 'arm64' ? 'arm64' : 'x64' } as const;
const suffix = process.arch === 'arm64' ? 'arm64' : 'x86_64';

export async function packageRingside(electron: Electron, folder: string, made: Made): Promise<Packaged> {
  const build = async (version: string, targets: readonly MadeTarget[]): Promise<void> =>
    await runBuilder({
      electron,
      builds: targets.map((target) => ({ target, standInRuntime: target === 'AppImage', ...built })),
      output: join(folder, version),
      version,
      release: false,
      releaseInfo: null,
      fast: false,
    });
  if (made === 'packages') await build(NEXT, ['AppImage']);
  await build(VERSION, made === 'packages' ? TARGETS : ['dir']);
  return {
    name: 'Ringside',
    executable: 'ringside',
    installedIn: '/opt/Ringside',
    ...packagesIn(folder, 'ringside', `Ringside-test-only-${suffix}.AppImage`),
  };
}

/** The least that could be packaged: a tray and one hidden window, with the same settings, fuses and dependencies. */
export async function packageEmpty(electron: Electron, folder: string, made: Made): Promise<Packaged> {
  const project = await mkdtemp(join(tmpdir(), 'ringside-empty-'));
  try {
    await copyFile(join(import.meta.dirname, '../empty-app/main.mjs'), join(project, 'main.mjs'));
    if (made === 'packages') await buildEmpty(electron, project, join(folder, NEXT), NEXT, ['AppImage']);
    const targets = made === 'packages' ? TARGETS : (['dir'] as const);
    await buildEmpty(electron, project, join(folder, VERSION), VERSION, targets);
  } finally {
    await rm(project, { recursive: true, force: true });
  }
  return {
    name: 'empty tray app with one hidden window',
    executable: 'empty-tray-app',
    installedIn: '/opt/Empty',
    ...packagesIn(folder, 'empty-tray-app', `Empty-${suffix}.AppImage`),
  };
}

async function buildEmpty(
  electron: Electron,
  project: string,
  output: string,
  version: string,
  targets: readonly MadeTarget[],
): Promise<void> {
  const own = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;
  const { author, homepage, license } = own;
  const about = { description: 'An empty app', author, homepage, license };
  const metadata = { name: 'empty-tray-app', version, ...about, type: 'module', main: 'main.mjs' };
  await writeFile(join(project, 'package.json'), JSON.stringify(metadata));
  const configuration = join(project, 'electron-builder.json');
  await writeFile(configuration, JSON.stringify(await emptyConfiguration(electron, output)));
  const builds = targets.map((target) => ({ target, standInRuntime: target === 'AppImage', ...built }));
  const run = { electron, builds, output, version, release: false, releaseInfo: null, fast: false };
  const env = { ...process.env, ...(await setUpTools(join(project, `tools-${version}`), run)) };
  const args = [
    '--publish=never',
    `--projectDir=${project}`,
    `--config=${configuration}`,
    '--linux',
    ...targets,
  ];
  const builder = join(NODE_MODULES, 'electron-builder/cli.js');
  const code = await passThrough(process.execPath, [builder, ...args], { cwd: project, env });
  if (code !== 0) throw new Error(`electron-builder failed with exit code ${code}`);
  await mkdir(output, { recursive: true });
}

/** Everything of ours that is not about what the app is. */
async function emptyConfiguration(electron: Electron, output: string): Promise<object> {
  const ours = parse(await readFile(join(ROOT, 'electron-builder.yml'), 'utf8'));
  const { asar, npmRebuild, electronLanguages, electronFuses, toolsets } = ours;
  const { category, executableArgs, synopsis, description } = ours.linux;
  const { packageCategory, depends } = ours.deb;
  return {
    asar,
    npmRebuild,
    electronLanguages,
    electronFuses,
    toolsets,
    appId: 'com.ringside.empty',
    productName: 'Empty',
    directories: { output, buildResources: join(ROOT, 'build') },
    files: ['main.mjs', 'package.json'],
    afterPack: join(ROOT, ours.afterPack),
    linux: {
      category,
      executableArgs,
      synopsis,
      description,
      icon: join(ROOT, ours.linux.icon),
      executableName: 'empty-tray-app',
      artifactName: 'empty-tray-app-${version}-linux-${arch}.${ext}',
    },
    deb: { packageCategory, depends, artifactName: 'empty-tray-app_${version}_${arch}.${ext}' },
    appImage: { artifactName: 'Empty-${arch}.${ext}' },
    electronVersion: electron.version,
    electronDist: electron.folder,
    publish: { provider: 'generic', url: 'https://updates.invalid/' },
  };
}

function packagesIn(folder: string, name: string, appImage: string) {
  const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';
  return {
    folder,
    unpacked: join(folder, VERSION, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked'),
    deb: join(folder, VERSION, `${name}_${VERSION}_${architecture}.deb`),
    tarGz: join(folder, VERSION, `${name}-${VERSION}-linux-${process.arch}.tar.gz`),
    appImage: join(folder, VERSION, appImage),
    nextAppImage: join(folder, NEXT, appImage),
  };
}

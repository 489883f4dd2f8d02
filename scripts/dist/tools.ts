import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { path7za } from '7zip-bin';
import { toolPath } from '../setup/libraries.ts';
import { ROOT } from '../setup/places.mjs';
import type { BuilderRun } from './builder.ts';

/** What it is put in front of is found at its own length, as with a real runtime. */
const RUNTIME_BYTES = 4096;

/**
 * What electron-builder would fetch from GitHub and need not on Linux: 7-Zip, its maker of deb and rpm, and for tests
 * its tools for AppImages. What is tried here is what a release is made with, but for the runtime of the AppImage.
 * @returns what tells electron-builder of it
 */
export async function setUpTools(folder: string, run: BuilderRun): Promise<Readonly<Record<string, string>>> {
  if (process.platform !== 'linux') return {};
  await mkdir(folder);
  await chmod(path7za, 0o755);
  const standIn = run.builds.some(({ standInRuntime }) => standInRuntime);
  return {
    ELECTRON_BUILDER_7ZIP_PATH: path7za,
    CUSTOM_FPM_PATH: await linuxPackager(folder, run.fast),
    // Of the tar.gz: 9 takes minutes for one percent.
    ELECTRON_BUILDER_COMPRESSION_LEVEL: run.fast ? '1' : '6',
    ...(standIn ? { APPIMAGE_TOOLS_PATH: await appImageTools(folder, run) } : {}),
  };
}

/** electron-builder wants one program to start, and ours needs this Node. */
async function linuxPackager(folder: string, fast: boolean): Promise<string> {
  const program = join(folder, 'linux-packager');
  const packager = join(ROOT, 'scripts/dist/linux/packager.ts');
  const level = fast ? 'RINGSIDE_PACKAGE_LEVEL=1 ' : '';
  await writeScript(program, `${level}exec '${process.execPath}' '${packager}' "$@"`);
  return program;
}

/** In the layout of electron-builder's own bundle. */
async function appImageTools(folder: string, { builds, fast }: BuilderRun): Promise<string> {
  const tools = join(folder, 'appimage');
  await mkdir(join(tools, 'runtimes'), { recursive: true });
  const level = fast ? ' -Xcompression-level 1' : '';
  await writeScript(join(tools, 'mksquashfs'), `exec '${pathOf('mksquashfs')}' "$@"${level}`);
  await symlink(pathOf('desktop-file-validate'), join(tools, 'desktop-file-validate'));
  for (const architecture of new Set(builds.map((build) => build.architecture))) {
    await mkdir(join(tools, 'lib', architecture), { recursive: true });
    const runtime = join(tools, 'runtimes', `runtime-${architecture}`);
    await writeStandInRuntime(runtime);
  }
  return tools;
}

async function writeStandInRuntime(path: string): Promise<void> {
  const script = await readFile(join(ROOT, 'scripts/dist/linux/appimage-runtime-for-tests.sh'));
  if (script.length > RUNTIME_BYTES) throw new Error('the stand-in runtime is too long');
  await writeFile(path, Buffer.concat([script, Buffer.alloc(RUNTIME_BYTES - script.length, '\n')]));
}

async function writeScript(path: string, line: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}

function pathOf(tool: string): string {
  const path = toolPath(tool);
  if (path === null) throw new Error(`there is no ${tool}`);
  return path;
}

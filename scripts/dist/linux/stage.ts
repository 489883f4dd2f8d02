import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../../setup/places.mjs';
import type { PackageRequest } from './arguments.ts';

/** What electron-updater looks for: these packages come from a repository, and the system's own tools update them. */
const ONLY_FOR_UPDATER = ['app-update.yml', 'package-type'];

/** Lays the files of a package out as they will be in the system: the application, what starts it, and what is said of it. */
export async function stage(request: PackageRequest, root: string): Promise<void> {
  const { placed, name } = request;
  for (const { from, to } of placed) {
    const target = join(root, to);
    await mkdir(dirname(target), { recursive: true });
    if (from.endsWith('/')) await cp(from, target, { recursive: true, verbatimSymlinks: true });
    else await copyFile(from, target);
  }
  const app = installedFolder(request);
  for (const file of ONLY_FOR_UPDATER) await rm(join(root, app, 'resources', file), { force: true });
  await mkdir(join(root, 'usr/bin'), { recursive: true });
  await symlink(join(app, name), join(root, 'usr/bin', name));
  await stageDocuments(request, root);
  await setModes(root, join(root, app));
}

/** Where the application goes: the only folder that is placed. */
export function installedFolder({ placed }: PackageRequest): string {
  const folder = placed.find(({ from }) => from.endsWith('/'));
  if (folder === undefined) throw new Error('no application is placed');
  return folder.to;
}

/** A text of ours, in build/linux. */
export async function textOf(file: string): Promise<string> {
  return await readFile(join(ROOT, 'build/linux', file), 'utf8');
}

async function stageDocuments({ name }: PackageRequest, root: string): Promise<void> {
  const documents = join(root, 'usr/share/doc', name);
  const manual = join(root, 'usr/share/man/man1');
  await mkdir(documents, { recursive: true });
  await mkdir(manual, { recursive: true });
  await writeFile(join(documents, 'copyright'), await textOf('copyright'));
  await writeFile(join(manual, `${name}.1.gz`), gzipSync(await textOf('ringside.1'), { level: 9 }));
}

/** Everybody may read, nobody but root may write; what is loaded is not started. */
async function setModes(root: string, app: string): Promise<void> {
  execFileSync('chmod', ['-R', 'u=rwX,go=rX', root]);
  const libraries = (await readdir(app)).filter((file) => /\.so(\.\d+)?$/.test(file));
  execFileSync('chmod', ['0644', ...libraries.map((file) => join(app, file))]);
}

import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PackageRequest } from './arguments.ts';

/** What electron-updater looks for: these packages come from a repository, and the system's own tools update them. */
const ONLY_FOR_UPDATER = ['app-update.yml', 'package-type'];

/** Lays the files of a package out as they will be in the system, owned by nobody yet. */
export async function stage({ placed, name }: PackageRequest, root: string): Promise<void> {
  for (const { from, to } of placed) {
    const target = join(root, to);
    await mkdir(dirname(target), { recursive: true });
    if (from.endsWith('/')) await cp(from, target, { recursive: true, verbatimSymlinks: true });
    else await copyFile(from, target);
    if (!from.endsWith('/')) continue;
    for (const file of ONLY_FOR_UPDATER) await rm(join(target, 'resources', file), { force: true });
    await mkdir(join(root, 'usr/bin'), { recursive: true });
    await symlink(join(to, name), join(root, 'usr/bin', name));
  }
  execFileSync('chmod', ['-R', 'u=rwX,go=rX', root]);
}

/** Where the application goes: the only folder that is placed. */
export function installedFolder({ placed }: PackageRequest): string {
  const folder = placed.find(({ from }) => from.endsWith('/'));
  if (folder === undefined) throw new Error('no application is placed');
  return folder.to;
}

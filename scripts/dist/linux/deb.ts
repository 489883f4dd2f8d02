import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, chmod, lstat, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { PackageRequest } from './arguments.ts';

/**
 * Makes a Debian package of a staged root.
 * Source: https://www.debian.org/doc/debian-policy/ch-controlfields.html
 * @param level of the compression; absent: dpkg-deb's own
 */
export async function makeDeb(request: PackageRequest, root: string, level?: string): Promise<void> {
  const files = await filesOf(root);
  const control = join(root, 'DEBIAN');
  await mkdir(control);
  await writeFile(join(control, 'control'), controlFile(request, await kibibytes(files)));
  await writeFile(join(control, 'md5sums'), await checksums(root, files));
  await script(request.afterInstall, join(control, 'postinst'));
  await script(request.afterRemove, join(control, 'postrm'));
  const compression = [
    `-Z${request.compression === 'zst' ? 'zstd' : request.compression}`,
    ...(level === undefined ? [] : [`-z${level}`]),
  ];
  execFileSync('dpkg-deb', ['--build', '--root-owner-group', ...compression, root, request.output], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** @param installedSize in KiB */
export function controlFile(request: PackageRequest, installedSize: number): string {
  const [synopsis = '', ...description] = request.description.trim().split('\n');
  const lines = [
    `Package: ${request.name}`,
    `Version: ${request.version}`,
    `Architecture: ${request.architecture}`,
    `Maintainer: ${request.maintainer}`,
    `Installed-Size: ${installedSize}`,
    ...(request.depends.length > 0 ? [`Depends: ${request.depends.join(', ')}`] : []),
    ...(request.recommends.length > 0 ? [`Recommends: ${request.recommends.join(', ')}`] : []),
    `Section: ${request.category}`,
    'Priority: optional',
    `Homepage: ${request.url}`,
    `Description: ${synopsis.trim()}`,
    ...description.map((line) => ` ${line.trim() === '' ? '.' : line.trim()}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Every file and link, with the path that it is at. */
async function filesOf(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function kibibytes(files: readonly string[]): Promise<number> {
  let sum = 0;
  for (const file of files) sum += Math.ceil((await lstat(file)).size / 1024);
  return sum;
}

async function checksums(root: string, files: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const file of files) {
    if (!(await lstat(file)).isFile()) continue;
    const sum = createHash('md5')
      .update(await readFile(file))
      .digest('hex');
    lines.push(`${sum}  ${relative(root, file)}\n`);
  }
  return lines.join('');
}

async function script(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o755);
}

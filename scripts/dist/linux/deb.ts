import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, chmod, lstat, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PackageRequest } from './arguments.ts';
import { changelogOf, controlFile } from './control.ts';
import { textOf } from './stage.ts';

/**
 * Makes a Debian package of a staged root.
 * Source: https://www.debian.org/doc/debian-policy/ch-controlfields.html
 * @param level of the compression; absent: dpkg-deb's own
 */
export async function makeDeb(request: PackageRequest, root: string, level?: string): Promise<void> {
  const { name } = request;
  const changelog = gzipSync(changelogOf(request, packagedAt()), { level: 9 });
  await place(join(root, 'usr/share/doc', name, 'changelog.gz'), changelog);
  await place(join(root, 'usr/share/lintian/overrides', name), await textOf('lintian-overrides'));
  const files = await filesOf(root);
  const control = join(root, 'DEBIAN');
  await mkdir(control);
  await writeFile(
    join(control, 'control'),
    controlFile(request, await textOf('description'), await kibibytes(files)),
  );
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

/** The same sources make the same package. Source: https://reproducible-builds.org/specs/source-date-epoch/ */
function packagedAt(): Date {
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  return epoch === undefined ? new Date() : new Date(Number(epoch) * 1000);
}

async function place(path: string, content: Buffer | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { mode: 0o644 });
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

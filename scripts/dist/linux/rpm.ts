import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackageRequest } from './arguments.ts';
import { installedFolder, textOf } from './stage.ts';

/** electron-builder says it in Debian's words, of which fpm would make these. */
const ARCHITECTURES: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'aarch64' };

/**
 * Makes an rpm of a staged root.
 * Source: https://rpm-software-management.github.io/rpm/manual/spec.html
 * @param level of the compression; absent: 6
 */
export async function makeRpm(request: PackageRequest, root: string, level = '6'): Promise<void> {
  const top = await mkdtemp(join(tmpdir(), 'ringside-rpm-'));
  try {
    const spec = join(top, 'ringside.spec');
    await writeFile(spec, await specFile(request, await contents(root, installedFolder(request))));
    const defined = {
      _topdir: top,
      _binary_payload: `w${level}.xzdio`,
      _rpmfilename: 'out.rpm',
      _build_id_links: 'none',
      __os_install_post: '%{nil}',
    };
    const defines = Object.entries(defined).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
    execFileSync(
      'rpmbuild',
      [
        '-bb',
        '--quiet',
        '--target',
        ARCHITECTURES[request.architecture] ?? request.architecture,
        '--buildroot',
        root,
        ...defines,
        spec,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await copyFile(join(top, 'RPMS/out.rpm'), request.output);
  } finally {
    await rm(top, { recursive: true, force: true });
  }
}

async function specFile(request: PackageRequest, files: readonly string[]): Promise<string> {
  const afterInstall = await readFile(request.afterInstall, 'utf8');
  const afterRemove = await readFile(request.afterRemove, 'utf8');
  return `Name: ${request.name}
Version: ${request.version}
Release: 1
Summary: ${request.summary}
License: ${request.license}
URL: ${request.url}
Vendor: ${request.vendor}
AutoReqProv: no
${request.depends.map((each) => `Requires: ${each}`).join('\n')}

%description
${(await textOf('description')).trim()}

%post
${literal(afterInstall)}
%postun
${literal(afterRemove)}
%files
%defattr(-,root,root,-)
${files.map((file) => (file.startsWith('%') ? file : `"${file}"`)).join('\n')}
`;
}

/** Files, links, and the folders that are ours alone. */
async function contents(root: string, own: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name).slice(root.length);
    if (!entry.isDirectory()) return [path];
    return path === own || path.startsWith(`${own}/`) ? [`%dir "${path}"`] : [];
  });
}

/** Percent signs are macros in a spec file. */
function literal(text: string): string {
  return text.replaceAll('%', '%%');
}

import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export interface MadeDeb {
  readonly version: string;
  readonly architecture: string;
  readonly machine: number;
  readonly electron: string;
  readonly fileName: string;
}

/** A tiny package that looks like ours from outside and inside, but for what is said here. */
export async function makeDeb(into: string, over: Partial<MadeDeb> = {}): Promise<string> {
  const { version = '1.0.0', architecture = 'amd64' } = over;
  const { machine = architecture === 'arm64' ? 183 : 62, electron = '45.4.1' } = over;
  const file = join(into, over.fileName ?? `ringside_${version}_${architecture}.deb`);
  const root = await mkdtemp(join(tmpdir(), 'deb-'));
  const program = Buffer.alloc(64);
  program.write('\u007fELF', 'latin1');
  program.writeUInt16LE(machine, 18);
  const files: [string, string | Buffer][] = [
    [
      'DEBIAN/control',
      [
        'Package: ringside',
        `Version: ${version}`,
        `Architecture: ${architecture}`,
        'Maintainer: Ringside <packages@example.com>',
        'Description: who is calling\n Two lines of it.\n .\n And a third.\n',
      ].join('\n'),
    ],
    [
      'opt/Ringside/ringside',
      Buffer.concat([program, Buffer.from(`\0Electron v${electron}\0Electron/${electron}\0`)]),
    ],
  ];
  for (const [path, text] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await chmod(join(root, 'DEBIAN'), 0o755);
  await mkdir(into, { recursive: true });
  // The same package has the same bytes, whenever it is made.
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1' };
  await promisify(execFile)('dpkg-deb', ['--root-owner-group', '-Znone', '--build', root, file], { env });
  await rm(root, { recursive: true });
  return file;
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { byVersion, KEYRING_PATH, type Entry } from './repository.ts';
import { writeStanza } from './stanza.ts';

export const KEYRING_PACKAGE = 'ringside-archive-keyring';
/** Which keys a version of the package has. */
const DIGEST = 'Keyring-Digest';

/** Whether the newest published package of the keys has these. */
export function hasKeyring(entries: readonly Entry[], keyring: Buffer): boolean {
  return newestKeyring(entries)?.get(DIGEST) === digestOf(keyring);
}

function newestKeyring(entries: readonly Entry[]): Entry | undefined {
  return entries.filter((entry) => entry.get('Package') === KEYRING_PACKAGE).toSorted(byVersion)[0];
}

/**
 * Makes the package that brings the keys to every computer with apt's ordinary upgrade, so that a new key is there before
 * the former one stops signing. @returns the file, in `folder`
 */
export async function makeKeyringPackage(
  folder: string,
  keyring: Buffer,
  entries: readonly Entry[],
  maintainer: string,
): Promise<string> {
  const version = Number(newestKeyring(entries)?.get('Version') ?? 0) + 1;
  const root = join(folder, 'keyring');
  const control = writeStanza(
    new Map([
      ['Package', KEYRING_PACKAGE],
      ['Version', String(version)],
      ['Architecture', 'all'],
      ['Multi-Arch', 'foreign'],
      ['Section', 'misc'],
      ['Priority', 'optional'],
      ['Maintainer', maintainer],
      [DIGEST, digestOf(keyring)],
      [
        'Description',
        "keys of Ringside's apt repository\n With it a replaced key arrives as an ordinary upgrade.",
      ],
    ]),
  );
  for (const [path, text] of [
    ['DEBIAN/control', control],
    [KEYRING_PATH, keyring],
  ] as const) {
    await mkdir(dirname(join(root, path)), { recursive: true, mode: 0o755 });
    await writeFile(join(root, path), text, { mode: 0o644 });
  }
  const file = join(folder, `${KEYRING_PACKAGE}_${version}_all.deb`);
  // xz: Debian 11 reads no zstd. Our own field is on purpose.
  await promisify(execFile)('dpkg-deb', ['--root-owner-group', '--nocheck', '-Zxz', '--build', root, file]);
  return file;
}

function digestOf(keyring: Buffer): string {
  return createHash('sha256').update(keyring).digest('hex');
}

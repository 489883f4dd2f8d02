import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installLibraries } from '../setup/libraries.ts';
import { cacheFolder } from '../setup/places.mjs';
import { say } from '../setup/problem.mjs';

const run = promisify(execFile);
const SUITE = 'bookworm';
/** Rises when what is made changes. */
const RECIPE = 1;
/** Debian takes packages away that an old index still names. */
const MAKE_AGAIN_AFTER_MS = 6 * 24 * 3600 * 1000;
const LONGEST_MS = 5 * 60_000;
/** Unpacks where nothing waits for a disk. */
const IN_MEMORY = ['--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt && TMPDIR=/mnt exec "$@"', 'sh'];

/**
 * What the app will want. Only the downloads lie ready in the root; what is not here is fetched when a package asks for it.
 */
const DOWNLOADED = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libx11-xcb1',
  'libxss1',
  'libxtst6',
  'libatspi2.0-0',
  'libnotify4',
  'libsecret-1-0',
  'libuuid1',
  'libdrm2',
  'desktop-file-utils',
  'xdg-utils',
  'squashfuse',
  'squashfs-tools',
  'fuse3',
];

/**
 * Gives the archive of the smallest Debian that has apt: no desktop, no library of one. Made once by mmdebstrap and kept in
 * the cache folder for some days.
 */
export async function keptDebian(): Promise<string> {
  const kept = join(cacheFolder(), 'debian', `${SUITE}-${RECIPE}.tar`);
  const age = existsSync(kept) ? Date.now() - statSync(kept).mtimeMs : Infinity;
  if (age < MAKE_AGAIN_AFTER_MS) return kept;
  try {
    await make(kept);
  } catch (error) {
    // Without a network an old one is better than none.
    if (age === Infinity) throw error;
  }
  return kept;
}

async function make(kept: string): Promise<void> {
  installLibraries(['debian']);
  say(`making a minimal Debian (${SUITE}, once, about half a minute) …`);
  const work = `${kept}.partial-${process.pid}.tar`;
  mkdirSync(join(kept, '..'), { recursive: true });
  const download = `chroot "$1" apt-get install -q -y --download-only --no-install-recommends ${DOWNLOADED.join(' ')}`;
  try {
    await run(
      'unshare',
      [
        ...IN_MEMORY,
        'mmdebstrap',
        '--variant=apt',
        // Every computer has it; the smallest root does not.
        '--include=mount',
        '--aptopt=Acquire::Languages "none"',
        // Nothing in it has to survive a loss of power.
        '--dpkgopt=force-unsafe-io',
        '--skip=cleanup/apt',
        '--customize-hook=rm -f "$1"/var/cache/apt/archives/*.deb',
        `--customize-hook=${download}`,
        SUITE,
        work,
      ],
      { timeout: LONGEST_MS, maxBuffer: 16 * 1024 * 1024 },
    );
    renameSync(work, kept);
  } finally {
    rmSync(work, { force: true });
  }
}

/** Why nobody can install a program into a Debian of its own here; null when one can. */
export async function whyNoDebian(): Promise<string | null> {
  if (process.platform !== 'linux') return 'they need Linux';
  if (process.getuid?.() !== 0) return 'they make a Debian of their own, for which one has to be root';
  const system = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!/^ID=debian$/m.test(system)) return 'they make a Debian of their own, which only a Debian can';
  const namespaces = ['--mount', '--pid', '--fork', '--mount-proc', 'true'];
  const made = await run('unshare', namespaces).catch(() => null);
  return made === null ? 'this computer lets nobody make mount and process namespaces' : null;
}

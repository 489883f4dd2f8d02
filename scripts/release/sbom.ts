import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../setup/places.mjs';
import { Problem, say } from '../setup/problem.mjs';
import { billOfMaterials } from './sbom/cyclonedx.ts';
import { shippedPackages } from './sbom/packages.ts';
import { SHIPPED, type Shipped } from './sbom/recorded.ts';

const USAGE = 'npm run release:sbom -- --into FOLDER';

/** Writes what is inside the app and the relay, as CycloneDX, from what the build recorded. Resolves with the exit code. */
export async function writeSboms(args: readonly string[], now = new Date()): Promise<number> {
  const into = readInto(args);
  mkdirSync(into, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  for (const shipped of Object.keys(SHIPPED) as Shipped[]) {
    const packages = shippedPackages(shipped);
    const file = join(into, `ringside-${version}-${shipped}.cdx.json`);
    const bill = billOfMaterials({ name: `ringside-${shipped}`, version }, packages, now);
    writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
    say(`${file}: ${packages.length} packages`);
  }
  return 0;
}

function readInto(args: readonly string[]): string {
  try {
    const { into } = parseArgs({ args: [...args], options: { into: { type: 'string' } } }).values;
    if (into !== undefined) return resolve(into);
  } catch (error) {
    throw new Problem('usage', `${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
  throw new Problem('usage', USAGE);
}

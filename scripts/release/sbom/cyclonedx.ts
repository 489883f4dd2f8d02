import { createHash } from 'node:crypto';
import type { ShippedPackage } from './packages.ts';

/**
 * A bill of materials in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). The same packages give the same serial number,
 * whenever it is written.
 */
export function billOfMaterials(
  product: { name: string; version: string },
  packages: readonly ShippedPackage[],
  now: Date,
): object {
  const components = packages.map(componentOf);
  const reference = `${product.name}@${product.version}`;
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([product, components]))}`,
    version: 1,
    metadata: {
      timestamp: now.toISOString(),
      component: { type: 'application', 'bom-ref': reference, ...product },
    },
    components,
    dependencies: [{ ref: reference, dependsOn: components.map((component) => component['bom-ref']) }],
  };
}

function componentOf({ name, version, license, integrity }: ShippedPackage) {
  const purl = packageUrl(name, version);
  const [group, short] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return {
    type: name === 'electron' ? 'framework' : 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    name: short,
    version,
    // Of the package as npm has it.
    hashes: integrity.map((content) => ({ alg: 'SHA-512', content })),
    licenses: [{ expression: license }],
    purl,
  };
}

/** https://github.com/package-url/purl-spec: a scope's `@` is written `%40`. */
function packageUrl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** A UUID (version 8, of our own making) that stands for a text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

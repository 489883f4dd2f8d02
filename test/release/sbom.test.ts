import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSboms } from '../../scripts/release/sbom.ts';
import { recordedModules, SHIPPED, type Shipped } from '../../scripts/release/sbom/recorded.ts';
import { ROOT } from '../../scripts/setup/places.mjs';

interface Bill {
  readonly serialNumber: string;
  readonly components: readonly {
    group?: string;
    name: string;
    version: string;
    purl: string;
    hashes: readonly unknown[];
    licenses: readonly { expression: string }[];
  }[];
}

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

describe.each(Object.keys(SHIPPED) as Shipped[])('the bill of materials of the %s', (shipped) => {
  let folder: string;
  let text: string;
  let bill: Bill;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sbom-'));
    expect(await writeSboms(['--into', folder])).toBe(0);
    text = await readFile(join(folder, `ringside-${version}-${shipped}.cdx.json`), 'utf8');
    bill = JSON.parse(text) as Bill;
  });
  afterAll(async () => await rm(folder, { recursive: true }));

  it('is what CycloneDX says it must be', async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(text)).toBeNull();
    expect(await validator.validate(text.replace('"CycloneDX"', '"other"'))).not.toBeNull();
  });

  it('has every package that is bundled, with the version that is installed, its licence and its hash', () => {
    const named = new Map(
      bill.components.map((each) => [[each.group, each.name].filter(Boolean).join('/'), each]),
    );
    // Read here in another way than the program does: by the last package of a path, and its package.json.
    const bundled = new Set(
      recordedModules(shipped).map((file) => file.replace(/(.*node_modules\/(@[^/]+\/)?[^/]+)\/.*/, '$1')),
    );
    expect(bundled.size).toBeGreaterThan(5);
    for (const path of bundled) {
      const read = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8')) as Record<
        string,
        string
      >;
      const component = named.get(read['name'] ?? '');
      expect(component, path).toMatchObject({
        version: read['version'],
        licenses: [{ expression: read['license'] }],
      });
      expect(component?.hashes, path).toHaveLength(1);
    }
  });

  it('has the well-known ones, and none that only builds or tests', () => {
    const names = bill.components.map(({ purl }) => purl.replace(/@[^@]+$/, ''));
    const known: Record<Shipped, readonly string[]> = {
      app: ['pkg:npm/react', 'pkg:npm/ws', 'pkg:npm/electron', 'pkg:npm/%40fontsource-variable/inter'],
      relay: ['pkg:npm/pino', 'pkg:npm/ws', 'pkg:npm/valibot'],
    };
    expect(names).toEqual(expect.arrayContaining([...known[shipped]]));
    for (const tool of ['vite', 'vitest', 'typescript', 'oxlint', 'electron-builder']) {
      expect(names).not.toContain(`pkg:npm/${tool}`);
    }
    expect(new Set(names).size).toBe(names.length);
  });

  it('is the same for the same packages, but for the time', async () => {
    await writeSboms(['--into', folder], new Date(0));
    const later = await readFile(join(folder, `ringside-${version}-${shipped}.cdx.json`), 'utf8');
    const timeless = (each: string) => each.replace(/"timestamp": ".*"/, '');
    expect(timeless(later)).toBe(timeless(text));
  });
});

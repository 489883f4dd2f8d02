import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fuses from '@electron/fuses';
import { beforeAll, describe, expect, test } from 'vitest';
import { FUSES } from '../../../scripts/docs/fuses.ts';
import { packagesCanBeMade, packagesForTests } from '../../fixtures/packages.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

describe.runIf(packagesCanBeMade())('fuses', () => {
  let wire: Awaited<ReturnType<typeof fuses.getCurrentFuseWire>>;

  beforeAll(async () => {
    const { unpacked } = await packagesForTests();
    wire = await fuses.getCurrentFuseWire(join(unpacked, 'ringside'));
  }, 300_000);

  const stateOf = (index: number): string =>
    ({ '0': 'off', '1': 'on' })[String.fromCharCode(wire[index as fuses.FuseV1Options] ?? 0)] ?? 'not known';

  test('S19 the packaged program has every fuse as electron-builder.yml decides it', async () => {
    const yml = await readFile(join(ROOT, 'electron-builder.yml'), 'utf8');
    for (const { index, key, ours } of FUSES) {
      if (key === null) {
        // An older Electron has no such fuse.
        if (String(index) in wire) expect([index, stateOf(index)]).toEqual([index, ours]);
        continue;
      }
      expect([key, yml.includes(`${key}: ${String(ours === 'on')}`)]).toEqual([key, true]);
      expect([key, stateOf(index)]).toEqual([key, ours]);
    }
  });

  test('F1 the program is no Node for other programs', () => {
    expect(stateOf(0)).toBe('off');
  });

  test('F2 the program encrypts no cookies, for it has none, and asks no keychain for their key', () => {
    expect(stateOf(1)).toBe('off');
  });

  test('F3 the program takes no NODE_OPTIONS and no NODE_EXTRA_CA_CERTS from the environment', () => {
    expect(stateOf(2)).toBe('off');
  });

  test('F4 the program opens no inspector of Node’s', () => {
    expect(stateOf(3)).toBe('off');
  });

  test('F5 the program checks its archive, where the system can', () => {
    expect(stateOf(4)).toBe('on');
  });

  test('F6 the program runs nothing but its archive', () => {
    expect(stateOf(5)).toBe('on');
  });

  test('F7 the program loads no snapshot of another’s', () => {
    expect(stateOf(6)).toBe('off');
  });

  test('F8 the program gives pages of file: no rights of their own', () => {
    expect(stateOf(7)).toBe('off');
  });

  test('F9 the program has no fuse that nobody has decided about', () => {
    const known = Object.keys(wire).filter((name) => /^\d+$/.test(name));
    const decided = new Set(FUSES.map(({ index }) => String(index)));
    expect(known.filter((index) => !decided.has(index))).toEqual([]);
  });
});

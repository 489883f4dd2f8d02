import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLinuxPolicy } from '../../../../src-main/managed/linux.ts';

const isRoot = process.getuid?.() === 0;
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-managed-'));
  mkdirSync(join(folder, 'ringside'), { mode: 0o755 });
  path = join(folder, 'ringside', 'managed.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (text = '{"updates": false}', mode = 0o644): void => {
  writeFileSync(path, text);
  chmodSync(path, mode);
};
const kinds = (): string[] => readLinuxPolicy(path).problems.map(({ kind }) => kind);

test('without a file, or without its folder, nobody manages this computer', () => {
  expect(readLinuxPolicy(path)).toMatchObject({ isManaged: false, policy: { pairing: { by: 'link' } } });
  expect(readLinuxPolicy(join(folder, 'nowhere', 'managed.json')).isManaged).toBe(false);
});

describe.skipIf(!isRoot)('as root, who alone can make such a file', () => {
  test('a file of root’s that nobody else can write is taken', () => {
    write();
    expect(readLinuxPolicy(path)).toMatchObject({
      isManaged: true,
      policy: { updates: false },
      problems: [],
    });
  });

  const spoil: Readonly<Record<string, { readonly told: string; readonly by: () => void }>> = {
    'of another owner': { told: 'owner', by: () => chownSync(path, 12_345, 0) },
    'that its group may write': { told: 'writable', by: () => chmodSync(path, 0o664) },
    'that everybody may write': { told: 'writable', by: () => chmodSync(path, 0o646) },
    'in a folder of another owner': {
      told: 'owner',
      by: () => chownSync(join(folder, 'ringside'), 12_345, 0),
    },
    'in a folder that others may write': {
      told: 'writable',
      by: () => chmodSync(join(folder, 'ringside'), 0o777),
    },
    'that is a link': {
      told: 'link',
      by: () => {
        rmSync(path);
        writeFileSync(join(folder, 'elsewhere'), '{}');
        symlinkSync(join(folder, 'elsewhere'), path);
      },
    },
    'in a folder that is a link': {
      told: 'link',
      by: () => {
        rmSync(join(folder, 'ringside'), { recursive: true });
        mkdirSync(join(folder, 'other'));
        writeFileSync(join(folder, 'other', 'managed.json'), '{}');
        symlinkSync(join(folder, 'other'), join(folder, 'ringside'));
      },
    },
    'that is a pipe': {
      told: 'link',
      by: () => {
        rmSync(path);
        execFileSync('mkfifo', [path]);
      },
    },
    'that is a folder': {
      told: 'link',
      by: () => {
        rmSync(path);
        mkdirSync(path);
      },
    },
    'that is far too long': { told: 'too-big', by: () => writeFileSync(path, ' '.repeat(70_000)) },
  };
  test.each(Object.entries(spoil))('one %s is not taken, and nobody is paired anew', (_, { told, by }) => {
    write();
    by();
    expect(kinds()).toEqual([told]);
    expect(readLinuxPolicy(path).policy).toMatchObject({ pairing: { by: 'nothing' }, updates: false });
  });
});

test.skipIf(isRoot)('a file of one’s own is not taken, whatever it says', () => {
  write();
  expect(kinds()).toEqual(['owner']);
});

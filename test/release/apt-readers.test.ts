import { execFileSync } from 'node:child_process';
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planPublication } from '../../scripts/release/apt/publication.ts';
import { take } from '../../scripts/release/apt/steps.ts';
import {
  IN_RELEASE,
  keyringOf,
  listsIn,
  openAptLab,
  POOL,
  whatAptTestsLack,
  type AptLab,
} from './apt-lab.ts';
import type { Computer } from './apt-computer.ts';
import { makeDeb } from './tiny-deb.ts';

const DAY_MS = 24 * 3_600_000;

const lacking = whatAptTestsLack();
if (lacking !== null) console.log(lacking);

describe.skipIf(lacking !== null)('a computer with apt', () => {
  let lab: AptLab;
  beforeAll(async () => {
    lab = await openAptLab();
  });
  afterAll(async () => await lab.close());

  it('offers the newest version to a computer that trusts its key, and an upgrade to one that has an older', async () => {
    const { into, computer } = await lab.published();
    expect(await updated(computer)).toBe('1.0.0');
    expect((await computer.apt('install', '--download-only', 'ringside')).ok).toBe(true);
    expect(await readdir(computer.archives)).toContain('ringside_1.0.0_amd64.deb');

    await computer.has('1.0.0');
    await lab.publish(into, [
      { version: '1.10.0' },
      { version: '1.9.0' },
      { version: '1.10.0', architecture: 'arm64' },
    ]);
    expect(await updated(computer)).toBe('1.10.0');
    expect((await computer.apt('--simulate', 'dist-upgrade')).said).toContain(
      'Inst ringside [1.0.0] (1.10.0 Ringside:stable',
    );
    // What was there stays: an admin can go back.
    expect((await computer.apt('--simulate', '--allow-downgrades', 'install', 'ringside=1.9.0')).ok).toBe(
      true,
    );
    expect((await readdir(join(into, POOL))).sort()).toEqual([
      'ringside-archive-keyring_1_all.deb',
      'ringside_1.0.0_amd64.deb',
      'ringside_1.10.0_amd64.deb',
      'ringside_1.10.0_arm64.deb',
      'ringside_1.9.0_amd64.deb',
    ]);
  });

  it('lets apt refuse a package that was altered', async () => {
    const { into, computer } = await lab.published();
    await appendFile(join(into, POOL, 'ringside_1.0.0_amd64.deb'), 'x');
    await updated(computer);
    const { ok, said } = await computer.apt('install', '--download-only', 'ringside');
    expect(ok).toBe(false);
    expect(said).toMatch(/unexpected size|Hash Sum mismatch/);
  });

  it.each([
    ['a list that was altered', listsIn, /Hash Sum mismatch|unexpected size/],
    [
      'a signed file that was altered',
      async (into: string) => [join(into, IN_RELEASE)],
      /BADSIG|invalid|bad signature/i,
    ],
  ])('lets apt refuse %s', async (_, filesOf, reason) => {
    const { into, computer } = await lab.published();
    for (const file of await filesOf(into)) {
      const bytes = await readFile(file);
      // In the middle: what a compressed file or a signature begins with is not read by everybody.
      const middle = bytes.length >> 1;
      bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
      await writeFile(file, bytes);
    }
    const { ok, said } = await computer.apt('update');
    expect(ok).toBe(false);
    expect(said).toMatch(reason);
    expect(await computer.candidate()).toBeNull();
  });

  it('lets apt refuse a repository without a signature, one by a stranger, and one that is out of date', async () => {
    const stranger = await lab.newKey('stranger');
    const { into, computer, address } = await lab.published();
    const elsewhere = await lab.published({ keys: [stranger] });
    const old = await lab.published({ now: new Date(Date.now() - 91 * DAY_MS) });
    const trusting = await keyringOf(into);
    for (const [repository, reason] of [
      [elsewhere.address, /NO_PUBKEY|missing key|not available/i],
      [old.address, /expired|no longer valid|not valid any/i],
    ] as const) {
      const { ok, said } = await (await lab.computer(repository, trusting)).apt('update');
      expect(ok, said).toBe(false);
      expect(said).toMatch(reason);
    }
    expect(await updated(computer)).toBe('1.0.0');
    for (const name of ['InRelease', 'Release.gpg']) await rm(join(into, 'dists/stable', name));
    const { ok, said } = await (await lab.computer(address, trusting)).apt('update');
    expect(ok).toBe(false);
    expect(said).toMatch(/not signed/);
  });

  it('hands over from one key to the next without a computer that loses it', async () => {
    const next = await lab.newKey('next');
    const { into, computer } = await lab.published();
    await updated(computer);
    await lab.publish(into, [{ version: '1.1.0' }], { keys: [lab.key, next] });
    expect(await updated(computer)).toBe('1.1.0');
    // The new key comes with an ordinary upgrade.
    expect(await computer.candidate('ringside-archive-keyring')).toBe('2');
    await computer.apt('install', '--download-only', 'ringside-archive-keyring');
    const deb = join(computer.archives, 'ringside-archive-keyring_2_all.deb');
    const files = await lab.newFolder('files');
    execFileSync('dpkg-deb', ['--extract', deb, files]);
    const brought = await readFile(join(files, 'usr/share/keyrings/ringside-archive-keyring.gpg'));
    expect(brought).toEqual(await keyringOf(into));
    await computer.setKeyring(brought);

    await lab.publish(into, [{ version: '1.2.0' }], { keys: [next] });
    expect(await updated(computer)).toBe('1.2.0');
  });

  it('is whole for a reader after every single step of a publication', async () => {
    const { into, computer } = await lab.published();
    const from = await lab.newFolder('from');
    const debs = [await makeDeb(from, { version: '2.0.0' })];
    const wanted = {
      debs,
      into,
      keys: [lab.key],
      url: new URL('https://x.example/apt'),
      keep: 1,
      validDays: 9,
    };
    const scratch = await lab.newFolder('scratch');
    const { steps } = await planPublication({ ...wanted, electron: '45.4.1' }, scratch, new Date());
    const seen = [await updated(computer)];
    for (const step of steps) {
      await take(into, step);
      const version = await updated(computer);
      seen.push(version);
      expect(await readdir(join(into, POOL))).toContain(`ringside_${version}_amd64.deb`);
    }
    const firstNew = seen.indexOf('2.0.0');
    expect(seen.slice(0, firstNew).every((version) => version === '1.0.0')).toBe(true);
    expect(seen.slice(firstNew).every((version) => version === '2.0.0')).toBe(true);
  });
});

async function updated(computer: Computer): Promise<string | null> {
  const { ok, said } = await computer.apt('update');
  expect(said).not.toMatch(/^[WE]: /m);
  expect(ok).toBe(true);
  return await computer.candidate();
}

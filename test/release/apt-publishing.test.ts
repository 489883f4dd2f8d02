import { appendFile, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planPublication } from '../../scripts/release/apt/publication.ts';
import { take } from '../../scripts/release/apt/steps.ts';
import { IN_RELEASE, listsIn, openAptLab, POOL, whatAptTestsLack, type AptLab } from './apt-lab.ts';
import { makeDeb } from './tiny-deb.ts';

const DAY_MS = 24 * 3_600_000;

const lacking = whatAptTestsLack();
if (lacking !== null) console.log(lacking);

describe.skipIf(lacking !== null)('npm run release:apt', () => {
  let lab: AptLab;
  beforeAll(async () => {
    lab = await openAptLab();
  });
  afterAll(async () => await lab.close());

  it('goes on after a publication that was interrupted', async () => {
    const { into } = await lab.published();
    const from = await lab.newFolder('from');
    const debs = [await makeDeb(from, { version: '2.0.0' })];
    const wanted = { debs, keys: [lab.key], url: null, keep: Infinity, validDays: 9, electron: '45.4.1' };
    const scratch = await lab.newFolder('scratch');
    const { steps } = await planPublication({ ...wanted, into }, scratch, new Date());
    // Before anything, after the packages, before the last of the signed files, and after it.
    const signed = steps.findIndex(({ path }) => path === IN_RELEASE);
    for (const stop of [0, 1, signed, signed + 1]) {
      const copy = await lab.newFolder('stopped');
      await cp(into, copy, { recursive: true });
      for (const step of steps.slice(0, stop)) await take(copy, step);
      await writeFile(join(copy, POOL, 'ringside_3.0.0_amd64.deb.half'), 'half');
      await lab.run(['--from', from, '--into', copy, '--key', lab.key]);
      const packages = await readFile(join(copy, 'dists/stable/main/binary-amd64/Packages'), 'utf8');
      expect(packages).toContain('Version: 2.0.0');
      expect(await readdir(join(copy, POOL))).not.toContain('ringside_3.0.0_amd64.deb.half');
    }
  });

  it('changes nothing when it is asked again, and signs anew when half of its time has gone', async () => {
    const { into } = await lab.published();
    const before = await readFile(join(into, IN_RELEASE));
    await lab.publish(into, [{ version: '1.0.0' }]);
    await lab.publish(into, []);
    expect(await readFile(join(into, IN_RELEASE))).toEqual(before);
    await lab.publish(into, [], { now: new Date(Date.now() + 46 * DAY_MS) });
    expect(await readFile(join(into, IN_RELEASE))).not.toEqual(before);
  });

  it('lets go of what is more than it should keep only when nobody can be reading it any more', async () => {
    const { into } = await lab.published();
    await lab.publish(into, [{ version: '1.1.0' }]);
    const keep = async () => await lab.run(['--into', into, '--key', lab.key, '--keep', '1']);
    await keep();
    expect(await readdir(join(into, POOL))).toContain('ringside_1.0.0_amd64.deb');
    await keep();
    expect((await readdir(join(into, POOL))).sort()).toEqual([
      'ringside-archive-keyring_1_all.deb',
      'ringside_1.1.0_amd64.deb',
    ]);
  });

  it.each<[string, (into: string) => Promise<unknown>, RegExp]>([
    [
      'a development build',
      (into) => lab.publish(into, [{ version: '2.0.0', electron: '33.2.1' }]),
      /development build/,
    ],
    ['a preview', (into) => lab.publish(into, [{ version: '2.0.0~beta.1' }]), /not a release's/],
    ['another architecture', (into) => lab.publish(into, [{ architecture: 'i386' }]), /it is for i386/],
    [
      'a program for another machine',
      (into) => lab.publish(into, [{ architecture: 'arm64', machine: 62 }]),
      /not for arm64/,
    ],
    [
      'other content for a published version',
      (into) => lab.publish(into, [{ electron: '45.4.1\0' }]),
      /already with other content/,
    ],
    [
      'a key that is not there',
      (into) => lab.publish(into, [], { keys: ['nobody@example.com'] }),
      /no secret key nobody/,
    ],
    [
      'another key alone',
      async (into) => lab.publish(into, [], { keys: [await lab.newKey('thief')] }),
      /--key FORMER/,
    ],
    ['no key', (into) => lab.run(['--into', into]), /--key KEYID/],
    [
      'an address without TLS',
      (into) => lab.run(['--into', into, '--key', lab.key, '--url', 'http://x']),
      /https address/,
    ],
    [
      'a folder without a package',
      (into) => lab.run(['--from', '/var/empty', '--into', into, '--key', lab.key]),
      /no \.deb/,
    ],
    [
      'a package that was changed after it was published',
      async (into) => {
        await appendFile(join(into, POOL, 'ringside_1.0.0_amd64.deb'), 'x');
        await lab.publish(into, [{ version: '2.0.0' }]);
      },
      /changed after it was published/,
    ],
    [
      'a published package that is gone',
      async (into) => {
        await rm(join(into, POOL, 'ringside_1.0.0_amd64.deb'));
        await lab.publish(into, [{ version: '2.0.0' }]);
      },
      /listed and not there/,
    ],
    [
      'a list that is not what was signed',
      async (into) => {
        for (const file of await listsIn(into)) await appendFile(file, 'x');
        await lab.publish(into, [{ version: '2.0.0' }]);
      },
      /not what was signed/,
    ],
  ])('refuses %s, and leaves everything as it was', async (_, attempt, reason) => {
    const { into } = await lab.published();
    const before = await readFile(join(into, IN_RELEASE));
    await expect(attempt(into)).rejects.toThrow(reason);
    expect(await readFile(join(into, IN_RELEASE))).toEqual(before);
    expect(await readdir(join(into, POOL))).not.toContain('ringside_2.0.0_amd64.deb');
  });

  it('says to admins where it is, with the file that apt reads', async () => {
    const { into } = await lab.published();
    await lab.run(['--into', into, '--key', lab.key, '--url', 'https://packages.example.com/apt/']);
    expect(await readFile(join(into, 'ringside.sources'), 'utf8')).toContain(
      'URIs: https://packages.example.com/apt\nSuites: stable\nComponents: main\n' +
        'Signed-By: /usr/share/keyrings/ringside-archive-keyring.gpg\n',
    );
  });
});

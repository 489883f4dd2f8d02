import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toolPath } from '../../scripts/setup/libraries.ts';
import { ROOT } from '../../scripts/setup/places.mjs';
import { IN_RELEASE, openAptLab, whatAptTestsLack, type AptLab } from './apt-lab.ts';

const lacking =
  whatAptTestsLack() ?? (toolPath('rsync') === null ? 'nothing is sent to a server here: no rsync' : null);
if (lacking !== null) console.log(lacking);

describe.skipIf(lacking !== null)('scripts/release/apt-from-ci', () => {
  let lab: AptLab;
  beforeAll(async () => {
    lab = await openAptLab();
  });
  afterAll(async () => await lab.close());

  async function fromCi(server: string, signingKey: string, args: readonly string[]) {
    const env = {
      ...process.env,
      APT_SERVER: server,
      APT_URL: 'https://x.example/apt',
      APT_SIGNING_KEY: signingKey,
    };
    const { stdout, stderr } = await promisify(execFile)(join(ROOT, 'scripts/release/apt-from-ci'), args, {
      env,
      cwd: ROOT,
    });
    return stdout + stderr;
  }

  async function secretKeys(...ids: readonly string[]): Promise<string> {
    return (await promisify(execFile)('gpg', ['--batch', '--armor', '--export-secret-keys', ...ids])).stdout;
  }

  it('renews what is on the server, says nothing of the key, and signs with all that it was given', async () => {
    const { into, computer } = await lab.published();
    const before = await readFile(join(into, IN_RELEASE));
    const key = await secretKeys(lab.key);
    expect(await fromCi(into, key, [])).toContain('nothing new to sign');
    expect(await readFile(join(into, IN_RELEASE))).toEqual(before);

    const said = await fromCi(into, await secretKeys(lab.key, await lab.newKey('second')), []);
    expect(said).toContain('ringside-archive-keyring_2_all.deb: added');
    expect(said).not.toContain(key.split('\n')[3]);
    expect((await computer.apt('update')).ok).toBe(true);
    expect(await computer.candidate('ringside-archive-keyring')).toBe('2');
    expect(await computer.candidate()).toBe('1.0.0');
  });
});

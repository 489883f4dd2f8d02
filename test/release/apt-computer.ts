import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Computer {
  /** Runs `apt-get`; resolves with whether it went well, and with what it said. */
  apt(...args: string[]): Promise<{ ok: boolean; said: string }>;
  /** The version that apt would install; null for none. */
  candidate(name?: string): Promise<string | null>;
  /** Says that a version is installed. */
  has(version: string): Promise<void>;
  setKeyring(keyring: Buffer): Promise<void>;
  readonly archives: string;
}

/** apt with folders of its own: it reads nothing of the machine's. */
export async function newComputer(root: string, repository: URL, keyring: Buffer): Promise<Computer> {
  const keyringFile = join(root, 'keyring.gpg');
  const status = join(root, 'var/lib/dpkg/status');
  const folders = ['etc/apt/sources.list.d', 'etc/apt/apt.conf.d', 'etc/apt/preferences.d', 'var/lib/dpkg'];
  const made = ['var/lib/apt/lists/partial', 'var/cache/apt/archives/partial', 'var/log/apt'];
  for (const path of [...folders, ...made]) await mkdir(join(root, path), { recursive: true });
  await writeFile(status, '');
  await writeFile(keyringFile, keyring);
  await writeFile(
    join(root, 'etc/apt/sources.list.d/ringside.sources'),
    `Types: deb\nURIs: ${repository.href}\nSuites: stable\nComponents: main\nSigned-By: ${keyringFile}\n`,
  );
  const config = join(root, 'apt.conf');
  await writeFile(
    config,
    [
      `Dir "${root}/";`,
      `Dir::State::status "${status}";`,
      'Dir::Bin::methods "/usr/lib/apt/methods/";',
      'APT::Architecture "amd64"; APT::Architectures { "amd64"; };',
      // The folders are the test's, and not for the user that apt becomes.
      'APT::Sandbox::User "";',
      'APT::Update::Error-Mode "any";',
      'Acquire::Languages "none"; Acquire::Retries "0"; Acquire::http::Proxy "DIRECT";',
    ].join('\n'),
  );
  const env = { ...process.env, APT_CONFIG: config, LC_ALL: 'C' };
  const inOwn = async (tool: string, args: readonly string[]) =>
    await run(tool, args, { env, cwd: root }).then(
      ({ stdout, stderr }) => ({ ok: true, said: stdout + stderr }),
      ({ stdout, stderr }: { stdout: string; stderr: string }) => ({ ok: false, said: stdout + stderr }),
    );
  return {
    archives: join(root, 'var/cache/apt/archives'),
    apt: async (...args) => await inOwn('apt-get', ['-q', '-y', ...args]),
    async candidate(name = 'ringside') {
      const { said } = await inOwn('apt-cache', ['policy', name]);
      const version = /Candidate: (\S+)/.exec(said)?.[1];
      return version === undefined || version === '(none)' ? null : version;
    },
    has: async (version) =>
      await writeFile(
        status,
        `Package: ringside\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n` +
          'Maintainer: x\nDescription: x\n',
      ),
    setKeyring: async (bytes) => await writeFile(keyringFile, bytes),
  };
}

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publishApt } from '../../scripts/release/apt.ts';
import { toolPath } from '../../scripts/setup/libraries.ts';
import { newComputer, type Computer } from './apt-computer.ts';
import { makeDeb, type MadeDeb } from './tiny-deb.ts';

export const POOL = 'pool/main/r/ringside';
export const IN_RELEASE = 'dists/stable/InRelease';

/** What these tests need and this machine lacks, in words; null when all is there. */
export function whatAptTestsLack(): string | null {
  const missing = ['apt-get', 'dpkg-deb', 'gpg'].filter((tool) => toolPath(tool) === null);
  if (missing.length === 0) return null;
  return `the apt repository is not tested here: no ${missing.join(', ')}`;
}

interface How {
  readonly keys?: readonly string[];
  readonly now?: Date;
}

/** Repositories, keys and computers of a test file, all in one folder. */
export interface AptLab {
  /** The id of the key that `published` signs with. */
  readonly key: string;
  newFolder(name: string): Promise<string>;
  /** A key of its own that can sign; the result is its id. */
  newKey(name: string): Promise<string>;
  /** Runs `npm run release:apt` with these arguments; resolves with what it says. */
  run(args: readonly string[], now?: Date): Promise<string>;
  /** Makes packages and publishes them. */
  publish(into: string, debs: readonly Partial<MadeDeb>[], how?: How): Promise<string>;
  /** A repository with version 1.0.0 for the test alone, its address, and a computer that trusts it. */
  published(how?: How): Promise<{ into: string; address: URL; computer: Computer }>;
  computer(repository: URL, keyring: Buffer): Promise<Computer>;
  close(): Promise<void>;
}

export async function openAptLab(): Promise<AptLab> {
  // GnuPG's sockets lie in its folder, and their paths have 107 characters at most.
  const folder = await mkdtemp(join(tmpdir(), 'apt-'));
  await mkdir(join(folder, 'gnupg'), { mode: 0o700 });
  const former = process.env['GNUPGHOME'];
  process.env['GNUPGHOME'] = join(folder, 'gnupg');
  const closers: (() => Promise<unknown>)[] = [];
  const newFolder = async (name: string) => await mkdtemp(join(folder, `${name}-`));

  async function newKey(name: string): Promise<string> {
    const user = `${name} <${name}@example.com>`;
    const made = ['--quick-generate-key', user, 'ed25519', 'sign', '1y'];
    await promisify(execFile)('gpg', ['--batch', '--passphrase', '', ...made]);
    return `<${name}@example.com>`;
  }

  async function run(args: readonly string[], now = new Date()): Promise<string> {
    const said: string[] = [];
    await publishApt(args, now, (line) => said.push(line));
    return said.join('\n');
  }

  const key = await newKey('first');
  async function publish(into: string, debs: readonly Partial<MadeDeb>[], { keys = [key], now }: How = {}) {
    const from = await newFolder('from');
    for (const deb of debs) await makeDeb(from, deb);
    const source = debs.length === 0 ? [] : ['--from', from];
    return await run([...source, '--into', into, ...keys.flatMap((each) => ['--key', each])], now);
  }

  const first = join(folder, 'first');
  await publish(first, [{ version: '1.0.0' }]);
  const computer = async (repository: URL, keyring: Buffer) =>
    await newComputer(await newFolder('computer'), repository, keyring);
  return {
    key,
    newFolder,
    newKey,
    run,
    publish,
    computer,
    async published(how) {
      const into = await newFolder('repository');
      if (how === undefined) await cp(first, into, { recursive: true });
      else await publish(into, [{ version: '1.0.0' }], how);
      const { address, close } = await serve(into);
      closers.push(close);
      return { into, address, computer: await computer(address, await keyringOf(into)) };
    },
    async close() {
      await Promise.all(closers.map((close) => close()));
      await promisify(execFile)('gpgconf', ['--kill', 'all']);
      if (former === undefined) delete process.env['GNUPGHOME'];
      else process.env['GNUPGHOME'] = former;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Serves a folder as a web server does. */
async function serve(root: string): Promise<{ address: URL; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const file = join(root, decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
    void stat(file).then(
      ({ size }) => createReadStream(file).pipe(response.writeHead(200, { 'content-length': size })),
      () => response.writeHead(404).end(),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    address: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
    async close() {
      server.closeAllConnections();
      await promisify(server.close.bind(server))();
    },
  };
}

export async function keyringOf(into: string): Promise<Buffer> {
  return await readFile(join(into, 'ringside-archive-keyring.gpg'));
}

/** Every list of the packages for amd64, by its name and by its hashes. */
export async function listsIn(into: string): Promise<readonly string[]> {
  const folder = join(into, 'dists/stable/main/binary-amd64');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

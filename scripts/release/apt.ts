import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toolPath } from '../setup/libraries.ts';
import { ROOT } from '../setup/places.mjs';
import { Problem, say } from '../setup/problem.mjs';
import { planPublication, type Wanted } from './apt/publication.ts';
import { take } from './apt/steps.ts';

const USAGE =
  'npm run release:apt -- --into FOLDER --key KEYID [--key …] [--from release] [--url https://…] [--valid-days 90] ' +
  '[--keep N]';

/**
 * Publishes the Debian packages of a folder in a signed apt repository, or signs it anew when there is none to add. Says
 * what it did; resolves with the exit code.
 * @throws {Problem} before anything was written
 */
export async function publishApt(
  args: readonly string[],
  now = new Date(),
  print: (line: string) => void = say,
): Promise<number> {
  const wanted = await readArguments(args);
  for (const tool of ['dpkg-deb', 'gpg']) {
    if (toolPath(tool) === null)
      throw new Problem('no-tool', `${tool} is not there: run this on Debian or Ubuntu`);
  }
  const scratch = await mkdtemp(join(tmpdir(), 'ringside-apt-'));
  try {
    const { steps, said } = await planPublication(wanted, scratch, now);
    await mkdir(wanted.into, { recursive: true });
    for (const step of steps) await take(wanted.into, step);
    for (const line of said) print(line);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return 0;
}

async function readArguments(args: readonly string[]): Promise<Wanted> {
  const { from, into, key, url, keep, 'valid-days': days } = parse(args);
  if (into === undefined || key === undefined) throw new Problem('usage', USAGE);
  const pinned = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: { electron: string };
  };
  return {
    debs: from === undefined ? [] : await debsIn(resolve(from)),
    into: resolve(into),
    keys: key,
    url: url === undefined ? null : httpsAddress(url),
    keep: keep === undefined ? Infinity : wholeNumber('--keep', keep, 1, 10_000),
    validDays: wholeNumber('--valid-days', days, 1, 366),
    electron: pinned.devDependencies.electron,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        from: { type: 'string' },
        into: { type: 'string' },
        key: { type: 'string', multiple: true },
        url: { type: 'string' },
        keep: { type: 'string' },
        'valid-days': { type: 'string', default: '90' },
      },
    }).values;
  } catch (error) {
    throw new Problem('usage', `${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

async function debsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const debs = names.filter((name) => name.endsWith('.deb')).sort();
  if (debs.length === 0) throw new Problem('usage', `no .deb in ${folder}: npm run dist makes it on Linux`);
  return debs.map((name) => join(folder, name));
}

function httpsAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new Problem('usage', `--url is the repository's https address, not ${text}`);
  }
  return url;
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) {
    throw new Problem('usage', `${option} is a whole number from ${least} to ${most}, not ${text}`);
  }
  return number;
}

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as v from 'valibot';
import {
  FEED_NAMES,
  readFeed,
  signaturesOf,
  type Feed,
  type FeedName,
  type FeedPackage,
} from '../../src-main/release/feed.ts';
import { FeedRefused, readSignedFeed } from '../../src-main/release/signed-feed.ts';
import { Problem } from '../setup/problem.mjs';
import { sha512Of } from './packages.ts';

/** A clock that is ahead would make every later feed look older than this one. */
const AHEAD_AT_MOST_MS = 10 * 60_000;

/**
 * Checks every feed in a folder as an app with these keys would, and every file that it names.
 * @returns a line about each
 * @throws {Problem} when an app would not follow one of them, or there is none
 */
export async function checkFolder(folder: string, keys: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const name of FEED_NAMES) {
    const text = await readFile(join(folder, name)).catch(() => null);
    if (text === null) continue;
    const signatures = await readFile(join(folder, signaturesOf(name)), 'utf8').catch(() => '');
    const feed = read(name, { text, signatures }, keys);
    if (Date.parse(feed.signedAt) > Date.now() + AHEAD_AT_MOST_MS) {
      throw new Problem(
        'usage',
        `${name} was signed in the future: set this computer's clock, and sign again`,
      );
    }
    for (const file of feed.files) await checkFile(folder, name, file);
    lines.push(lineOf(name, feed));
  }
  if (lines.length === 0)
    throw new Problem('usage', `no feed in ${folder}; looked for ${FEED_NAMES.join(', ')}`);
  return lines;
}

function read(
  name: FeedName,
  published: { text: Buffer; signatures: string },
  keys: readonly string[],
): Feed {
  try {
    return readSignedFeed(published, { name, keys, newestSeen: null });
  } catch (error) {
    if (!(error instanceof FeedRefused)) throw error;
    throw new Problem('usage', `no app with these keys would follow ${name}: ${error.problem}`);
  }
}

async function checkFile(folder: string, name: FeedName, file: FeedPackage): Promise<void> {
  const path = join(folder, file.url);
  const found = await stat(path).catch(() => null);
  if (found === null) throw new Problem('usage', `${name} names ${file.url}, which is not there`);
  if (found.size !== file.size || (await sha512Of(path)) !== file.sha512) {
    throw new Problem('usage', `${file.url} is not the file that ${name} names: it was changed since`);
  }
}

const builderSchema = v.object({
  version: v.optional(v.string()),
  files: v.array(v.object({ url: v.string(), sha512: v.string() })),
});

/**
 * What stood there before tells what the packages are: an earlier release of ours, or what electron-builder has left. Where
 * that names another sum, a package was changed after it was built; another version, and it is one that was left behind.
 * @throws {Problem} then
 */
export async function checkMadeByBuilder(
  folder: string,
  name: FeedName,
  version: string,
  files: readonly FeedPackage[],
): Promise<void> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => null);
  if (text === null) return;
  const signed = readFeed(text);
  const made = v.safeParse(builderSchema, text.startsWith('{') ? null : parse(text));
  const described = signed ?? (made.success ? made.output : null);
  const old = files.find(({ sha512 }) => described?.files.some((each) => each.sha512 === sha512));
  if (old !== undefined && (described?.version ?? version) !== version) {
    throw new Problem('usage', `${old.url} is that of ${described?.version}: build ${version} first`);
  }
  const sums = new Map(made.success ? made.output.files.map(({ url, sha512 }) => [url, sha512]) : []);
  for (const { url, sha512 } of files) {
    if ((sums.get(url) ?? sha512) !== sha512) {
      throw new Problem(
        'usage',
        `${url} is not the file that electron-builder's ${name} names: build it again`,
      );
    }
  }
}

function lineOf(name: FeedName, { version, signedAt, stagingPercentage, files }: Feed): string {
  const to = stagingPercentage === undefined ? 'every computer' : `${stagingPercentage} of 100 computers`;
  return `${name}: ${version} for ${to}, signed ${signedAt}, ${files.map(({ url }) => url).join(', ')}`;
}

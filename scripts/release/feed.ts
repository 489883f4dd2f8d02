import { sign } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { releaseVersion, signaturesOf, writeFeed, type FeedName } from '../../src-main/release/feed.ts';
import { readReleaseInfo } from '../../src-main/release/release-info.ts';
import * as v from 'valibot';
import { ROOT } from '../setup/places.mjs';
import { Problem, say } from '../setup/problem.mjs';
import { checkFolder, checkMadeByBuilder } from './check-feed.ts';
import { readKeys } from './keys.ts';
import { notesOf } from './notes.ts';
import { packagesIn } from './packages.ts';

interface Flags {
  readonly check?: true;
  readonly key: readonly string[];
  readonly staging?: number;
  readonly version?: string;
  readonly notes: boolean;
  readonly releaseInfo: string;
  readonly changelog: string;
}

/** Writes and signs the feeds of the packages in a folder, or checks a folder as an app would. Resolves with the exit code. */
export async function releaseFeed(args: readonly string[]): Promise<number> {
  let folder = '';
  const program = new Command('release:feed')
    .description('Indicators what the apps look at for updates, beside the packages in a folder.')
    .argument('<folder>', 'with the packages, as npm run dist leaves them')
    .option('--check', 'only check what is there, as an app would')
    .option('--key <file>', 'a private key of release:key; twice while a key is being replaced', all, [])
    .option('--staging <percent>', 'offer it to so many of a hundred computers by itself', percent)
    .option('--version <version>', 'of the packages; else the one of package.json', version)
    .option('--no-notes', 'release it without notes')
    .option('--changelog <file>', 'where the notes are', join(ROOT, 'CHANGELOG.md'))
    .option('--release-info <file>', 'what the apps have in them', join(ROOT, 'assets/release.json'))
    .action((given: string) => {
      folder = given;
    });
  await program.parseAsync(args, { from: 'user' });
  const flags = program.opts<Flags>();
  const { updates } = readReleaseInfo(flags.releaseInfo);
  if (updates === null) {
    throw new Problem('usage', `"updates" is null in ${flags.releaseInfo}: such apps look for no updates`);
  }
  if (flags.check !== true) await signFolder(folder, flags);
  for (const line of await checkFolder(folder, updates.keys)) say(line);
  return 0;
}

async function signFolder(folder: string, flags: Flags): Promise<void> {
  const keys = await readKeys(flags.key);
  const of = flags.version ?? (await ownVersion());
  const releaseNotes = flags.notes ? await readNotes(of, flags.changelog) : null;
  const feeds = await packagesIn(folder, of);
  for (const [name, files] of feeds) await checkMadeByBuilder(folder, name, of, files);
  const staging = flags.staging === undefined ? {} : { stagingPercentage: flags.staging };
  for (const [name, files] of feeds) {
    const feed = { feed: name, version: of, signedAt: new Date().toISOString(), ...staging, releaseNotes };
    await publish(folder, name, writeFeed({ ...feed, files: [...files] }));
  }

  async function publish(into: string, name: FeedName, text: string): Promise<void> {
    const signatures = keys.map((key) => sign(null, Buffer.from(text), key).toString('base64'));
    await writeFile(join(into, name), text);
    await writeFile(join(into, signaturesOf(name)), `${signatures.join('\n')}\n`);
  }
}

async function readNotes(of: string, changelog: string): Promise<string> {
  const notes = notesOf(of, await readFile(changelog, 'utf8').catch(() => ''));
  if (notes === null) {
    throw new Problem('usage', `${changelog} says nothing about ${of}: write it, or release with --no-notes`);
  }
  return notes;
}

async function ownVersion(): Promise<string> {
  const { version: own } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version(own);
}

function version(text: string): string {
  const read = v.safeParse(releaseVersion, text);
  if (!read.success) throw new InvalidArgumentError('a version such as 1.2.3 or 1.2.3-beta.1');
  return read.output;
}

/** Anything but whole numbers would be cut off by the apps. */
function percent(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 100)
    throw new InvalidArgumentError('a whole number from 0 to 100');
  return Number(text);
}

function all(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

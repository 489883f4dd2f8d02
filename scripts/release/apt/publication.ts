import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem } from '../../setup/problem.mjs';
import { readDeb, type Deb } from './deb.ts';
import { publicKeys, signDetached, signingKeys, signInline, type Fingerprint } from './gpg.ts';
import { hasKeyring, makeKeyringPackage } from './keyring-package.ts';
import { refusalOf } from './package-rules.ts';
import { readPublished, type Published } from './published.ts';
import * as repository from './repository.ts';
import { stepsOf, type Publication, type Step } from './steps.ts';

export interface Wanted {
  readonly debs: readonly string[];
  readonly into: string;
  /** Key ids or fingerprints, as GnuPG takes them. */
  readonly keys: readonly string[];
  /** Where the repository will be read. Null: what an earlier publication said. */
  readonly url: URL | null;
  /** How many versions stay, of each architecture. */
  readonly keep: number;
  readonly validDays: number;
  /** The version of Electron that releases have. */
  readonly electron: string;
}

const DAY_MS = 24 * 3_600_000;

/**
 * Reads, checks and signs all that a publication needs, and says what is to be written in which order. Writes nothing but
 * in `scratch`.
 * @throws {Problem} refused, no-key
 */
export async function planPublication(
  wanted: Wanted,
  scratch: string,
  now: Date,
): Promise<{ steps: readonly Step[]; said: readonly string[] }> {
  const keys = await signingKeys(wanted.keys);
  const before = await readPublished(wanted.into, keys);
  // One after the other: the program inside is 200 MB.
  const debs: Deb[] = [];
  for (const file of wanted.debs) debs.push(await readDeb(file));
  const fresh = newPackages(debs, before, wanted.electron);
  if (before === null && fresh.length === 0) {
    throw new Problem('usage', 'there is no repository yet: say with --from where the packages are');
  }
  const keyring = await publicKeys(keys);
  const packages = [...fresh, ...(await keyringPackage(keyring, before, fresh, scratch))];
  const added = packages.map(({ control, fileName, content }) =>
    repository.entryOf(control, fileName, content),
  );
  const entries = repository.newestOf([...(before?.entries ?? []), ...added], wanted.keep);
  const indexes = repository.indexFiles(entries);
  const validUntil = new Date(now.getTime() + wanted.validDays * DAY_MS);
  const signed = saysTheSame(before, indexes, keys, now) ? null : await sign(indexes, now, validUntil, keys);
  const publication: Publication = {
    packages: packages.map(({ file, fileName }) => ({ path: `${repository.POOL}/${fileName}`, from: file })),
    indexes,
    signed,
    beside: besideOf(wanted.url, keyring),
    leftovers: await leftoversIn(wanted.into, [...(before?.entries ?? []), ...entries]),
  };
  const hasAddress = wanted.url !== null || existsSync(join(wanted.into, repository.SOURCES_NAME));
  return {
    steps: stepsOf(publication),
    said: [
      ...packages.map(({ fileName }) => `${fileName}: added`),
      ...publication.leftovers.map((path) => `${basename(path)}: taken away, no list has it any more`),
      signed === null ? 'nothing new to sign' : `signed by ${keys.join(' and ')}`,
      ...(hasAddress ? [] : [`no ${repository.SOURCES_NAME} for admins yet: say --url once`]),
      `computers believe it until ${(signed === null && before !== null ? before.validUntil : validUntil).toISOString().slice(0, 10)}: ` +
        'run this again before then, with or without a new package',
    ],
  };
}

/** The packages that are not published yet. The very same one again is nothing new. */
function newPackages(debs: readonly Deb[], before: Published | null, electron: string): readonly Deb[] {
  return debs.filter((deb) => {
    const refusal = refusalOf(deb, electron);
    if (refusal !== null) throw new Problem('refused', `${deb.file} is not published: ${refusal}`);
    const path = `${repository.POOL}/${deb.fileName}`;
    const known = before?.entries.find((entry) => entry.get('Filename') === path);
    if (known !== undefined && known.get('SHA256') !== deb.content.sha256) {
      throw new Problem(
        'refused',
        `${deb.file} is not published: ${deb.fileName} is out already with other content, and a version is built once`,
      );
    }
    return known === undefined;
  });
}

async function keyringPackage(
  keyring: Buffer,
  before: Published | null,
  fresh: readonly Deb[],
  scratch: string,
): Promise<readonly Deb[]> {
  const entries = before?.entries ?? [];
  if (hasKeyring(entries, keyring)) return [];
  const maintainer = [...fresh.map(({ control }) => control), ...entries]
    .map((control) => control.get('Maintainer'))
    .find((name) => name !== undefined);
  return [await readDeb(await makeKeyringPackage(scratch, keyring, entries, maintainer ?? 'Ringside'))];
}

/** Whether what is signed already would be said again, by the same keys, with more than half of its time to come. */
function saysTheSame(
  before: Published | null,
  indexes: readonly repository.IndexFile[],
  keys: readonly Fingerprint[],
  now: Date,
): boolean {
  if (before === null) return false;
  const half = (before.date.getTime() + before.validUntil.getTime()) / 2;
  return (
    now.getTime() < half &&
    indexes.length === before.hashes.size &&
    indexes.every(({ path, sha256 }) => before.hashes.get(path) === sha256) &&
    keys.length === before.signers.length &&
    keys.every((key) => before.signers.includes(key))
  );
}

async function sign(
  indexes: readonly repository.IndexFile[],
  now: Date,
  validUntil: Date,
  keys: readonly Fingerprint[],
): Promise<Publication['signed']> {
  const release = repository.releaseText(indexes, now, validUntil);
  const [inRelease, releaseGpg] = await Promise.all([signInline(release, keys), signDetached(release, keys)]);
  return { release, inRelease, releaseGpg };
}

function besideOf(url: URL | null, keyring: Buffer): Publication['beside'] {
  const sources = url === null ? [] : [repository.sourcesFile(url)];
  return [
    { path: repository.KEYRING_NAME, bytes: keyring },
    ...sources.map((text) => ({ path: repository.SOURCES_NAME, bytes: Buffer.from(text) })),
  ];
}

async function leftoversIn(folder: string, listed: readonly repository.Entry[]): Promise<readonly string[]> {
  const paths = new Set(listed.map((entry) => entry.get('Filename')));
  const names = await readdir(join(folder, repository.POOL)).catch(() => []);
  return names.map((name) => `${repository.POOL}/${name}`).filter((path) => !paths.has(path));
}

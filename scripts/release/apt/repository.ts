import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { ARCHITECTURES } from './package-rules.ts';
import { writeStanza, type Stanza } from './stanza.ts';

/** A package as the index lists it: its own fields, and the index's `Filename`, `Size` and `SHA256`. */
export type Entry = Stanza;

/** Where packages lie, beside `dists/`. */
export const POOL = 'pool/main/r/ringside';
/** What the signed files are about. There is one suite: what is published is for everybody. */
export const SUITE = 'dists/stable';

/** A file below the suite, which Release lists with its hash. */
export interface IndexFile {
  /** As Release names it: `main/binary-amd64/Packages`. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** What a package's entry is: what it says itself, and where the repository has it with which content. */
export function entryOf(control: Stanza, fileName: string, content: { size: number; sha256: string }): Entry {
  return new Map([
    ...control,
    ['Filename', `${POOL}/${fileName}`],
    ['Size', String(content.size)],
    ['SHA256', content.sha256],
  ]);
}

/** Newest first. The versions of ours are numbers with dots, as `refusalOf` sees to. */
export function byVersion(a: Entry, b: Entry): number {
  const [left, right] = [a, b].map((entry) => (entry.get('Version') ?? '').split('.').map(Number));
  for (let at = 0; at < 3; at++) {
    const difference = (right?.[at] ?? 0) - (left?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Of each package and architecture the newest `keep`. */
export function newestOf(entries: readonly Entry[], keep: number): readonly Entry[] {
  const groups = Map.groupBy(entries, (entry) => `${entry.get('Package')} ${entry.get('Architecture')}`);
  return [...groups.values()].flatMap((group) => group.toSorted(byVersion).slice(0, keep));
}

/** The lists of packages, one for each architecture: the same entries give the same bytes, whatever their order. */
export function indexFiles(entries: readonly Entry[]): readonly IndexFile[] {
  const sorted = entries.toSorted(
    (a, b) => compareText(a.get('Package'), b.get('Package')) || byVersion(a, b),
  );
  return Object.keys(ARCHITECTURES).flatMap((architecture) => {
    const here = sorted.filter((entry) => [architecture, 'all'].includes(entry.get('Architecture') ?? ''));
    const packages = Buffer.from(here.map(writeStanza).join('\n'));
    const path = `main/binary-${architecture}/Packages`;
    return [indexFile(path, packages), indexFile(`${path}.gz`, gzipSync(packages, { level: 9 }))];
  });
}

function indexFile(path: string, bytes: Buffer): IndexFile {
  return { path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function compareText(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What is signed: the hash of every list, and until when it is to be believed. */
export function releaseText(files: readonly IndexFile[], date: Date, validUntil: Date): string {
  return writeStanza(
    new Map([
      ['Origin', 'Ringside'],
      ['Label', 'Ringside'],
      ['Suite', 'stable'],
      ['Codename', 'stable'],
      ['Date', date.toUTCString().replace('GMT', 'UTC')],
      ['Valid-Until', validUntil.toUTCString().replace('GMT', 'UTC')],
      ['Acquire-By-Hash', 'yes'],
      ['No-Support-for-Architecture-all', 'Packages'],
      ['Architectures', Object.keys(ARCHITECTURES).join(' ')],
      ['Components', 'main'],
      ['Description', 'Ringside for Debian, Ubuntu and what descends from them'],
      ['SHA256', files.map(({ path, bytes, sha256 }) => `\n ${sha256} ${bytes.length} ${path}`).join('')],
    ]),
  );
}

/** The hashes that a Release lists, by path. */
export function hashesIn(release: Stanza): ReadonlyMap<string, string> {
  const lines = (release.get('SHA256') ?? '').trim().split('\n');
  return new Map(
    lines.map((line) => line.trim().split(/\s+/)).map(([hash = '', , path = '']) => [path, hash]),
  );
}

/** Where a list lies under its hash, so that a reader who began before the next publication still finds it. */
export function byHash({ path, sha256 }: Pick<IndexFile, 'path' | 'sha256'>): string {
  return `${SUITE}/${path.slice(0, path.lastIndexOf('/'))}/by-hash/SHA256/${sha256}`;
}

/** What an admin puts into /etc/apt/sources.list.d. */
export function sourcesFile(url: URL): string {
  return [
    '# Ringside from its own repository. The key lies beside this file there, and goes to where Signed-By says.',
    'Types: deb',
    `URIs: ${url.href.replace(/\/$/, '')}`,
    'Suites: stable',
    'Components: main',
    `Signed-By: ${KEYRING_PATH}`,
    '',
  ].join('\n');
}

export const KEYRING_NAME = 'ringside-archive-keyring.gpg';
export const KEYRING_PATH = `/usr/share/keyrings/${KEYRING_NAME}`;
export const SOURCES_NAME = 'ringside.sources';

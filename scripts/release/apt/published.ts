import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../setup/problem.mjs';
import { contentOf } from './deb.ts';
import { readSigned, type Fingerprint } from './gpg.ts';
import { ARCHITECTURES } from './package-rules.ts';
import { byHash, hashesIn, SUITE, type Entry } from './repository.ts';
import { parseStanzas } from './stanza.ts';

/** What a repository says today, checked from the signature down to every package. */
export interface Published {
  readonly entries: readonly Entry[];
  readonly hashes: ReadonlyMap<string, string>;
  readonly signers: readonly Fingerprint[];
  readonly date: Date;
  readonly validUntil: Date;
}

/**
 * Reads the repository in a folder; null when nothing was published there yet.
 * @throws {Problem} refused: none of our keys signed it, or something was changed since. Signing over it would make what
 * somebody else put there ours.
 */
export async function readPublished(folder: string, keys: readonly Fingerprint[]): Promise<Published | null> {
  const file = join(folder, SUITE, 'InRelease');
  if (!existsSync(file)) return null;
  const { text, signers } = await readSigned(await readFile(file));
  if (!signers.some((signer) => keys.includes(signer))) {
    throw new Problem(
      'refused',
      `${file} bears no good signature of the given keys. To replace a key, sign with the former one too: ` +
        '--key FORMER --key NEW',
    );
  }
  const release = parseStanzas(text)[0] ?? new Map();
  const hashes = hashesIn(release);
  const entries = new Map<string, Entry>();
  for (const architecture of Object.keys(ARCHITECTURES)) {
    for (const entry of await readIndex(folder, `main/binary-${architecture}/Packages`, hashes)) {
      entries.set(entry.get('Filename') ?? '', entry);
    }
  }
  await Promise.all([...entries.values()].map(async (entry) => await checkPackage(folder, entry)));
  return {
    entries: [...entries.values()],
    hashes,
    signers: [...new Set(signers)],
    date: new Date(release.get('Date') ?? 0),
    validUntil: new Date(release.get('Valid-Until') ?? 0),
  };
}

async function readIndex(folder: string, path: string, hashes: ReadonlyMap<string, string>) {
  const sha256 = hashes.get(path);
  if (sha256 === undefined) return [];
  const file = join(folder, byHash({ path, sha256 }));
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new Problem('refused', `${file} is not what was signed: put it back from a copy of the repository`);
  }
  return parseStanzas(bytes.toString());
}

async function checkPackage(folder: string, entry: Entry): Promise<void> {
  const file = join(folder, entry.get('Filename') ?? '');
  const content = await contentOf(file).catch(() => null);
  if (content === null)
    throw new Problem('refused', `${file} is listed and not there: put it back from a copy`);
  if (content.sha256 !== entry.get('SHA256')) {
    throw new Problem('refused', `${file} was changed after it was published: put it back from a copy`);
  }
}

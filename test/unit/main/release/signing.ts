import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { writeFeed, type Feed } from '../../../../src-main/release/feed.ts';
import type { SignedText } from '../../../../src-main/release/signed-feed.ts';

/** A pair of keys: the private one, and the public one as `release.json` has it. */
export interface Pair {
  readonly key: KeyObject;
  readonly spki: string;
}

export function newPair(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { key: privateKey, spki: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
}

export const SOME_FEED: Feed = {
  feed: 'latest-linux.yml',
  version: '0.2.0',
  signedAt: '2026-11-29T12:00:00.000Z',
  releaseNotes: '- **Faster**',
  files: [
    {
      url: 'Ringside-x86_64.AppImage',
      sha512: `${'A'.repeat(86)}==`,
      size: 90_000_000,
      blockMapSize: 90_000,
    },
  ],
};

/** `feed` as it would be published, signed with each of `pairs`. */
export function signed(feed: Feed, ...pairs: readonly Pair[]): SignedText {
  return signedText(writeFeed(feed), ...pairs);
}

export function signedText(written: string, ...pairs: readonly Pair[]): SignedText {
  const text = Buffer.from(written);
  const lines = pairs.map(({ key }) => sign(null, text, key).toString('base64'));
  return { text, signatures: `${lines.join('\n')}\n` };
}

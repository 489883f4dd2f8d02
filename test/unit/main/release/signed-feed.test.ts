import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FEED_NAMES, feedNameFor, writeFeed } from '../../../../src-main/release/feed.ts';
import {
  FeedRefused,
  readSignedFeed,
  type FeedRules,
  type SignedText,
} from '../../../../src-main/release/signed-feed.ts';
import { newPair, signed, signedText, SOME_FEED } from './signing.ts';

const [ours, next, theirs] = [newPair(), newPair(), newPair()];
const RULES: FeedRules = { name: 'latest-linux.yml', keys: [ours.spki], newestSeen: null };

/** Why it is not followed; null: it is. */
function refusalOf(published: SignedText, rules: Partial<FeedRules> = {}): string | null {
  try {
    readSignedFeed(published, { ...RULES, ...rules });
    return null;
  } catch (error) {
    if (error instanceof FeedRefused) return error.problem;
    throw error;
  }
}

test('a feed that is signed by a key of ours is read as it was written', () => {
  expect(readSignedFeed(signed(SOME_FEED, ours), RULES)).toEqual(SOME_FEED);
});

test('nothing that was changed after signing is followed, whichever byte it is', () => {
  const { text, signatures } = signed(SOME_FEED, ours);
  fc.assert(
    fc.property(fc.nat({ max: text.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const altered = Buffer.from(text);
      altered[at] = (altered[at] ?? 0) ^ by;
      expect(refusalOf({ text: altered, signatures })).toBe('wrong-signature');
    }),
  );
  expect(refusalOf({ text: Buffer.concat([text, Buffer.from('\n')]), signatures })).toBe('wrong-signature');
  expect(refusalOf({ text: text.subarray(0, -1), signatures })).toBe('wrong-signature');
});

test('no signature is made up: whatever stands beside the feed, without ours it is not followed', () => {
  const { text } = signed(SOME_FEED, ours);
  const base64 = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('base64'));
  fc.assert(
    fc.property(fc.array(fc.oneof(base64, fc.string()), { maxLength: 12 }), (lines) => {
      expect(['unsigned', 'wrong-signature']).toContain(refusalOf({ text, signatures: lines.join('\n') }));
    }),
  );
  expect(refusalOf({ text, signatures: '' })).toBe('unsigned');
  expect(refusalOf(signed(SOME_FEED, theirs))).toBe('wrong-signature');
});

test('what is signed for one system is not followed on another', () => {
  for (const feed of FEED_NAMES) {
    for (const name of FEED_NAMES) {
      expect(refusalOf(signed({ ...SOME_FEED, feed }, ours), { name })).toBe(
        feed === name ? null : 'other-system',
      );
    }
  }
});

test('a feed that is older than one that was seen is not followed, the same one is', () => {
  const at = (signedAt: string) => signed({ ...SOME_FEED, signedAt }, ours);
  const newestSeen = Date.parse('2026-11-29T12:00:00.000Z');
  expect(refusalOf(at('2026-11-29T11:59:59.999Z'), { newestSeen })).toBe('replayed');
  expect(refusalOf(at('2026-11-29T12:00:00.000Z'), { newestSeen })).toBeNull();
  expect(refusalOf(at('2026-11-29T12:00:00.001Z'), { newestSeen })).toBeNull();
});

test('a signature does not help what is no feed, or leads somewhere else', () => {
  const written = writeFeed(SOME_FEED);
  const broken = (change: (text: string) => string) => refusalOf(signedText(change(written), ours));
  expect(broken(() => 'version: 0.2.0')).toBe('unreadable');
  expect(broken(() => 'null')).toBe('unreadable');
  const urls = [
    '../x.AppImage',
    '/x.AppImage',
    'https://evil.example/x',
    '//evil.example/x',
    'a/b/c',
    '.x',
    'a\\\\b',
    '',
  ];
  for (const url of urls) {
    expect(broken((text) => text.replace('Ringside-x86_64.AppImage', url))).toBe('unreadable');
  }
  for (const version of ['0.2', 'v0.2.0', '0.2.0+1', '00.2.0', ' 0.2.0', '../0.2.0']) {
    expect(broken((text) => text.replace('0.2.0', version))).toBe('unreadable');
  }
  for (const size of ['0', '-1', '1.5', '1e12', '"1"']) {
    expect(broken((text) => text.replace('90000000', size))).toBe('unreadable');
  }
});

test('what a later version adds to a feed costs nothing', () => {
  const later = `${JSON.stringify({ ...SOME_FEED, mood: 'good', files: SOME_FEED.files.map((f) => ({ ...f, md9: 'x' })) })}\n`;
  expect(readSignedFeed(signedText(later, ours), RULES)).toEqual(SOME_FEED);
});

describe('replacing the key', () => {
  const old = { ...RULES, keys: [ours.spki] };
  const between = { ...RULES, keys: [ours.spki, next.spki] };
  const fresh = { ...RULES, keys: [next.spki] };

  test('an app that knows both keys follows either, so the release that brought the second is followed by the first', () => {
    expect(refusalOf(signed(SOME_FEED, ours), old)).toBeNull();
    expect(refusalOf(signed(SOME_FEED, ours), between)).toBeNull();
    expect(refusalOf(signed(SOME_FEED, next), between)).toBeNull();
  });

  test('a feed with both signatures is followed by apps that know one, the other, or both', () => {
    const both = signed(SOME_FEED, ours, next);
    for (const rules of [old, between, fresh]) expect(refusalOf(both, rules)).toBeNull();
  });

  test('the key that was left behind counts for nothing in an app that no longer has it', () => {
    expect(refusalOf(signed(SOME_FEED, ours), fresh)).toBe('wrong-signature');
    expect(refusalOf(signed(SOME_FEED, next), old)).toBe('wrong-signature');
  });
});

test('every system that updates itself has a feed of its own', () => {
  expect(feedNameFor('linux', 'x64')).toBe('latest-linux.yml');
  expect(feedNameFor('linux', 'arm64')).toBe('latest-linux-arm64.yml');
  expect(feedNameFor('linux', 'ia32')).toBeNull();
  expect(feedNameFor('darwin', 'arm64')).toBe('latest-mac.yml');
  expect(feedNameFor('win32', 'x64')).toBe('latest.yml');
  expect(feedNameFor('freebsd', 'x64')).toBeNull();
});

import { LONGEST_FEED_BYTES, signaturesOf, type Feed } from '../release/feed.ts';
import { FeedRefused, readSignedFeed, type FeedRules, type SignedText } from '../release/signed-feed.ts';
import { endsWithin, readWhole, Unreachable, type Fetch } from './fetching.ts';

/** For each of the two, a few kB. */
const WHOLE_WITHIN_MS = 60_000;

/** A feed that was found good, with the bytes that prove it. */
export interface GoodFeed {
  readonly feed: Feed;
  readonly published: SignedText;
}

/**
 * Fetches the feed and its signatures, and reads it when they are good. A release that was published in between is looked at
 * once more.
 * @throws Unreachable, FeedRefused
 */
export async function fetchFeed(
  fetch: Fetch,
  folder: URL,
  rules: FeedRules,
  wholeWithinMs = WHOLE_WITHIN_MS,
): Promise<GoodFeed> {
  const inTime: Fetch = async (url) => endsWithin(await fetch(url), wholeWithinMs);
  try {
    return await fetchOnce(inTime, folder, rules);
  } catch (error) {
    if (!(error instanceof FeedRefused) || error.problem !== 'wrong-signature') throw error;
    return await fetchOnce(inTime, folder, rules);
  }
}

async function fetchOnce(fetch: Fetch, folder: URL, rules: FeedRules): Promise<GoodFeed> {
  const whole = async (name: string): Promise<Buffer> =>
    await readWhole(await fetch(new URL(name, folder)), LONGEST_FEED_BYTES);
  const text = await whole(rules.name);
  const signatures = await whole(signaturesOf(rules.name)).catch((error: unknown) => {
    if (error instanceof Unreachable && error.code === '404') throw new FeedRefused('unsigned');
    throw error;
  });
  const published = { text, signatures: signatures.toString('latin1') };
  return { feed: readSignedFeed(published, rules), published };
}

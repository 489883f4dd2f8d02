import { verify } from 'node:crypto';
import { readFeed, type Feed, type FeedName } from './feed.ts';
import { publicKeyOf } from './release-info.ts';

/** A feed as it was published: the bytes that were signed, and the text beside them. */
export interface SignedText {
  readonly text: Buffer;
  readonly signatures: string;
}

export type FeedProblem =
  /** There is no signature, or none that can be read. */
  | 'unsigned'
  /** None of the signatures is of these bytes by a key that counts: altered, or signed by somebody else. */
  | 'wrong-signature'
  /** It is signed, but this version cannot read it. */
  | 'unreadable'
  /** It is signed for another system. */
  | 'other-system'
  /** A newer one was seen before. */
  | 'replayed';

/** A feed that must not be followed. */
export class FeedRefused extends Error {
  override readonly name = 'FeedRefused';
  readonly problem: FeedProblem;

  constructor(problem: FeedProblem) {
    super(problem);
    this.problem = problem;
  }
}

export interface FeedRules {
  readonly name: FeedName;
  /** Those that count, as `release.json` has them. */
  readonly keys: readonly string[];
  /** When the newest feed that was ever followed was signed, ms since 1970; null: there was none. */
  readonly newestSeen: number | null;
}

const ED25519_BYTES = 64;
/** Two while a key is being replaced. */
const MOST_SIGNATURES = 8;

/**
 * Reads a feed, and nothing of it before its signature is known to be good.
 * @throws FeedRefused
 */
export function readSignedFeed(published: SignedText, { name, keys, newestSeen }: FeedRules): Feed {
  const signatures = readSignatures(published.signatures);
  if (signatures.length === 0) throw new FeedRefused('unsigned');
  if (!isSignedByOneOf(published.text, signatures, keys)) throw new FeedRefused('wrong-signature');
  const feed = readFeed(published.text.toString('utf8'));
  if (feed === null) throw new FeedRefused('unreadable');
  if (feed.feed !== name) throw new FeedRefused('other-system');
  if (newestSeen !== null && Date.parse(feed.signedAt) < newestSeen) throw new FeedRefused('replayed');
  return feed;
}

/** What is no signature is left out: a later kind may stand beside those of today. */
function readSignatures(text: string): readonly Buffer[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^[A-Za-z0-9+/]{86}==$/.test(line))
    .map((line) => Buffer.from(line, 'base64'))
    .filter(({ length }) => length === ED25519_BYTES)
    .slice(0, MOST_SIGNATURES);
}

function isSignedByOneOf(text: Buffer, signatures: readonly Buffer[], keys: readonly string[]): boolean {
  return keys.some((key) => {
    const counts = publicKeyOf(key);
    return signatures.some((signature) => verify(null, text, counts, signature));
  });
}

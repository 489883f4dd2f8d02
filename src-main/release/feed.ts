import * as v from 'valibot';

/** The feeds that electron-updater knows by these names, one for each system; a Linux feed is of one processor only. */
export const FEED_NAMES = [
  'latest-linux.yml',
  'latest-linux-arm64.yml',
  'latest-mac.yml',
  'latest.yml',
] as const;
export type FeedName = (typeof FEED_NAMES)[number];

/** The feed for an app like this one. Null: there is none for this system. */
export function feedNameFor(platform: string, arch: string): FeedName | null {
  if (platform === 'linux')
    return arch === 'x64' ? 'latest-linux.yml' : arch === 'arm64' ? 'latest-linux-arm64.yml' : null;
  if (platform === 'darwin') return 'latest-mac.yml';
  return platform === 'win32' ? 'latest.yml' : null;
}

/** Beside each feed: one signature of its bytes a line, Ed25519 in base64. */
export const signaturesOf = (name: FeedName): string => `${name}.sig`;

/** Far more than any feed or its signatures need: what is longer is not read to its end. */
export const LONGEST_FEED_BYTES = 256 * 1024;

/** Electron's packages have 100 MB. */
export const LARGEST_PACKAGE_BYTES = 1024 ** 3;

/** No build part: versions that differ in it alone are neither newer nor older. https://semver.org */
const VERSION =
  /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+){0,9})?$/;
export const releaseVersion = v.pipe(v.string(), v.maxLength(64), v.regex(VERSION));

const bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(LARGEST_PACKAGE_BYTES));
const packageSchema = v.object({
  /** A file beside the feed, or in a folder beside it: it leads nowhere else. */
  url: v.pipe(
    v.string(),
    v.maxLength(200),
    v.regex(/^([0-9A-Za-z][0-9A-Za-z._-]*\/)?[0-9A-Za-z][0-9A-Za-z._-]*$/),
  ),
  sha512: v.pipe(v.string(), v.base64(), v.length(88)),
  size: bytes,
  /** Of the list of blocks at the end of an AppImage. */
  blockMapSize: v.optional(bytes),
});
export type FeedPackage = v.InferOutput<typeof packageSchema>;

/**
 * One release for one system. JSON, which YAML contains, so that nothing but JSON is ever parsed here, while the names of
 * the fields are electron-updater's.
 */
const feedSchema = v.object({
  /** Its own name: what is signed for one system is not taken by another. */
  feed: v.picklist(FEED_NAMES),
  version: releaseVersion,
  /** When it was signed. A feed older than one that was seen is not taken. */
  signedAt: v.pipe(v.string(), v.isoTimestamp()),
  /** To how many of a hundred computers it is offered by itself; absent: to all. */
  stagingPercentage: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))),
  /** Markdown. */
  releaseNotes: v.nullable(v.pipe(v.string(), v.maxLength(20_000))),
  files: v.pipe(v.array(packageSchema), v.minLength(1), v.maxLength(8)),
});
export type Feed = v.InferOutput<typeof feedSchema>;

/** Null: it is no feed of ours. */
export function readFeed(text: string): Feed | null {
  try {
    const read = v.safeParse(feedSchema, JSON.parse(text));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}

/** As it is signed and published. */
export function writeFeed(feed: Feed): string {
  return `${JSON.stringify(v.parse(feedSchema, feed), null, 2)}\n`;
}

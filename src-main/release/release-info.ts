import { readFileSync } from 'node:fs';
import * as v from 'valibot';

/** Where this build of the app gets its updates, and whose signature they must bear. */
export interface UpdateSource {
  /** The folder with `latest*.yml` and the packages, https. */
  readonly feed: URL;
  /** Ed25519 public keys, SPKI in base64: one signature by one of them is enough, so that a key can be replaced. */
  readonly keys: readonly string[];
}

/** What whoever made this build decided about it. It lies in the archive, where it cannot be changed afterwards. */
export interface ReleaseInfo {
  /** Null: this build looks for no updates. */
  readonly updates: UpdateSource | null;
}

const httpsFolder = v.pipe(
  v.string(),
  v.url(),
  v.transform((text) => new URL(text.endsWith('/') ? text : `${text}/`)),
  v.check(({ protocol, username, password }) => protocol === 'https:' && username === '' && password === ''),
);

const releaseSchema = v.object({
  updates: v.nullable(
    v.object({
      feed: httpsFolder,
      keys: v.pipe(v.array(v.pipe(v.string(), v.base64(), v.maxLength(100))), v.minLength(1), v.maxLength(8)),
    }),
  ),
});

/** Reads `assets/release.json`. @throws when it is not there, or cannot be read: the build is broken */
export function readReleaseInfo(path: string): ReleaseInfo {
  return v.parse(releaseSchema, JSON.parse(readFileSync(path, 'utf8')));
}

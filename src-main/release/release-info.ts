import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';

/** Where this build of the app gets its updates, and whose signature they must bear. */
export interface UpdateSource {
  /** The folder with `latest*.yml` and the packages, https. */
  readonly feed: URL;
  /** Ed25519 public keys, SPKI in base64: one signature by one of them is enough, so that a key can be replaced. */
  readonly keys: readonly string[];
  readonly pace: UpdatePace;
}

/** How often is looked, and how long nobody may have touched the computer before a restart, all in seconds. */
export interface UpdatePace {
  /** From the start to the first look. */
  readonly firstLook: number;
  /** From one look to the next, a tenth more or less. */
  readonly everyLook: number;
  readonly idle: number;
}

const USUAL_PACE: UpdatePace = { firstLook: 180, everyLook: 4 * 3600, idle: 300 };

/** What whoever made this build decided about it. It lies in the archive, where it cannot be changed afterwards. */
export interface ReleaseInfo {
  /** Null: this build looks for no updates. */
  readonly updates: UpdateSource | null;
}

const httpsFolder = v.pipe(
  v.string(),
  v.url(),
  v.transform((text) => new URL(text.endsWith('/') ? text : `${text}/`)),
  v.check(
    ({ protocol, username, password, search, hash }) =>
      protocol === 'https:' && username === '' && password === '' && search === '' && hash === '',
  ),
);

const seconds = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7 * 86_400));
const ed25519Key = v.pipe(v.string(), v.base64(), v.maxLength(100), v.check(isEd25519));

const releaseSchema = v.strictObject({
  updates: v.nullable(
    v.strictObject({
      feed: httpsFolder,
      keys: v.pipe(v.array(ed25519Key), v.minLength(1), v.maxLength(8)),
      pace: v.optional(
        v.strictObject({
          firstLook: v.optional(seconds, USUAL_PACE.firstLook),
          everyLook: v.optional(seconds, USUAL_PACE.everyLook),
          idle: v.optional(seconds, USUAL_PACE.idle),
        }),
        USUAL_PACE,
      ),
    }),
  ),
});

/** Reads `assets/release.json`. @throws when it is not there, or cannot be read: the build is broken */
export function readReleaseInfo(path: string): ReleaseInfo {
  return v.parse(releaseSchema, JSON.parse(readFileSync(path, 'utf8')));
}

function isEd25519(key: string): boolean {
  try {
    return publicKeyOf(key).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

/** A public key as it stands in `release.json`. @throws when it is none */
export function publicKeyOf(spki: string): ReturnType<typeof createPublicKey> {
  return createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
}

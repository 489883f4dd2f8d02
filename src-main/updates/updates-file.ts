import * as v from 'valibot';
import { jsonFile } from '../disk/json-file.ts';
import type { Log } from '../log/log.ts';
import { FEED_NAMES, releaseVersion } from '../release/feed.ts';

const notes = v.nullable(v.pipe(v.string(), v.maxLength(20_000)));
const between = v.object({ from: releaseVersion, to: releaseVersion, notes });

/** From one version to another. */
export type Change = v.InferOutput<typeof between>;

/** A version that could not take the app's place when it was to. */
const stuck = v.object({
  /** The version that was to be replaced. */
  from: releaseVersion,
  version: releaseVersion,
  why: v.picklist(['no-room', 'not-writable', 'moved', 'altered', 'other']),
  /** ms since 1970 */
  at: v.pipe(v.number(), v.finite()),
});
export type Stuck = v.InferOutput<typeof stuck>;

/** So long it is not tried again by itself: each try is a restart, and may be one for nothing. */
const STUCK_MS = 24 * 3_600_000;

const trial = v.object({
  ...between.entries,
  /** How often it was started for that. */
  starts: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), 0),
});
export type Trial = v.InferOutput<typeof trial>;

const staged = v.object({
  /** The version that it was found to be higher than. */
  from: releaseVersion,
  name: v.picklist(FEED_NAMES),
  /** The feed that it is of, base64 of its bytes, with its signatures: they are checked again before it takes its place. */
  text: v.pipe(v.string(), v.base64()),
  signatures: v.string(),
});
/** An AppImage that lies beside the one that runs. */
export type Staged = v.InferOutput<typeof staged>;

const schema = v.object({
  /** When the newest feed that was followed was signed, ms since 1970. */
  newestSeen: v.nullable(v.pipe(v.number(), v.finite())),
  staged: v.nullable(staged),
  /** The AppImage that these two are about: it may have been moved, or copied, since. */
  at: v.optional(v.nullable(v.string()), null),
  /** It took its place, and is not known to live yet. */
  trial: v.nullable(trial),
  /** The last update that did. */
  updated: v.nullable(between),
  /** A version that did not live here. */
  refused: v.nullable(releaseVersion),
  stuck: v.optional(v.nullable(stuck), null),
});
export type UpdatesRecord = v.InferOutput<typeof schema>;

const NOTHING: UpdatesRecord = {
  newestSeen: null,
  staged: null,
  at: null,
  trial: null,
  updated: null,
  refused: null,
  stuck: null,
};

/** What is known of updates cannot be kept: nothing that must be known afterwards may be done. */
export class NotKept extends Error {
  override readonly name = 'NotKept';
}

/** What is kept of updates over restarts. */
export interface UpdatesFile {
  now(): UpdatesRecord;
  /** Holds at once. @returns whether it is on disk */
  change(some: Partial<UpdatesRecord>): Promise<boolean>;
}

export function openUpdatesFile(path: string, log: Log): UpdatesFile {
  const file = jsonFile<UpdatesRecord>(path, schema, 'what is known of updates', log);
  let record = file.readOr(NOTHING);
  return {
    now: () => record,
    change(some) {
      record = { ...record, ...some };
      return file.keep(record);
    },
  };
}

/** Why a version is not offered by itself; null: it may be. A clock that was put back holds none back for longer. */
export function heldBack(
  { refused, stuck: last }: UpdatesRecord,
  version: string,
  now: number,
): 'put-back' | Stuck['why'] | null {
  if (version === refused) return 'put-back';
  return last?.version === version && Math.abs(now - last.at) < STUCK_MS ? last.why : null;
}

/** A version as the log takes it, which tells no words with dots: they may be addresses. */
export function inLog(version: string | null): string | null {
  return version?.replaceAll('.', '-') ?? null;
}

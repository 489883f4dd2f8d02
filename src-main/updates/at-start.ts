import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { codeOf, type Log } from '../log/log.ts';
import type { ReleaseInfo, UpdateSource } from '../release/release-info.ts';
import { readSignedFeed } from '../release/signed-feed.ts';
import { appImageAt, type AppImage } from './app-image.ts';
import { handOver, switchesOf } from './hand-over.ts';
import type { Installation } from './installation.ts';
import { planStart, type StartPlan } from './start-plan.ts';
import { giveBack } from './trial.ts';
import { troubleOf } from './trouble-of.ts';
import {
  inLog,
  NotKept,
  openUpdatesFile,
  type Change,
  type Staged,
  type Stuck,
  type UpdatesFile,
} from './updates-file.ts';

export interface AtStartParts {
  /** What is known of updates is kept there. */
  readonly path: string;
  /** How the last starts went is kept there: deaths of another version are none of this one's. */
  readonly starts: string;
  readonly version: string;
  readonly installation: Installation;
  readonly release: ReleaseInfo | 'broken';
  /** The administrator of this computer lets it look for updates. */
  readonly isAllowed: () => boolean;
  /** How it is started again. */
  readonly again: { readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> };
  readonly log: Log;
}

/** What the rest of the app needs to know of updates. */
export interface UpdatesStart extends Pick<
  AtStartParts,
  'version' | 'installation' | 'release' | 'isAllowed'
> {
  readonly file: UpdatesFile;
  readonly image: AppImage | null;
  readonly failed: StartPlan['failed'];
  /** What this start tries out. */
  readonly trial: Change | null;
  /** Starts what then lies in the app's place, once this one has ended. */
  handOver(): Promise<void>;
}

/**
 * Takes up, before anything else of the app, what was left of an update: what lies ready takes the app's place and is
 * started instead of it. Never throws. @returns null: it did, and this app must end at once
 */
export async function settleAtStart(parts: AtStartParts): Promise<UpdatesStart | null> {
  const { version, installation, release, isAllowed, again, log } = parts;
  const file = openUpdatesFile(parts.path, log);
  const image = installation.kind === 'appimage' ? appImageAt(installation.path) : null;
  if (image !== null) await forgetOther(image, file);
  const source = sourceOf(release);
  const plan = planStart(file.now(), {
    version,
    kind: installation.kind,
    hasStaged: image?.hasStaged() === true,
    mayUpdate: source !== null && isAllowed(),
  });
  const start: UpdatesStart = {
    version,
    installation,
    release,
    isAllowed,
    file,
    image,
    failed: plan.failed,
    trial: plan.trial,
    handOver: async () => {
      if (image !== null) await handOver({ ...image, args: switchesOf(again.argv), env: again.env });
    },
  };
  if (JSON.stringify({ ...file.now(), ...plan.change }) !== JSON.stringify(file.now()))
    await file.change(plan.change);
  if (plan.failed !== null)
    log.error('an update did not come about', { version: inLog(plan.failed.version) });
  if (plan.failed?.why === 'put-back') await rm(parts.starts, { force: true });
  if (plan.isHopeless && (await giveBack(start, log))) return null;
  if (plan.tidy) await image?.tidy().catch(() => undefined);
  if (plan.swap === null || image === null || source === null) return start;
  try {
    await takePlace({ image, file, source, version, now: Date.now() }, plan.swap);
    await rm(parts.starts, { force: true }).catch(() => undefined);
    // What it was asked to open, the new one opens.
    await handOver({ ...image, args: again.argv.slice(1), env: again.env });
    return null;
  } catch (error) {
    log.error('an update could not take its place', { code: codeOf(error) });
    return { ...start, failed: { why: troubleOf(error), version: null } };
  }
}

/** What was begun for a file under another name says nothing of this one; where that was moved, it goes. */
async function forgetOther({ path }: AppImage, file: UpdatesFile): Promise<void> {
  const { at } = file.now();
  if (at === null || at === path) return;
  if (!existsSync(at))
    await appImageAt(at)
      .tidy()
      .catch(() => undefined);
  await file.change({ staged: null, trial: null, at: null });
}

/** A build whose word on updates cannot be read has none. */
export function sourceOf(release: ReleaseInfo | 'broken'): UpdateSource | null {
  return release === 'broken' ? null : release.updates;
}

/**
 * Puts the new version in the place of the app: what is put there is what was signed, checked a last time.
 * @throws FeedRefused, Altered, Moved, or what the disk throws; the app is as it was then, and nothing lies ready
 */
export async function takePlace(
  parts: {
    readonly image: AppImage;
    readonly file: UpdatesFile;
    readonly source: UpdateSource;
    readonly version: string;
    /** ms since 1970 */
    readonly now: number;
  },
  staged: Staged,
): Promise<void> {
  const { image, file, source, version, now } = parts;
  let stuck: Stuck | null = null;
  try {
    const published = { text: Buffer.from(staged.text, 'base64'), signatures: staged.signatures };
    const feed = readSignedFeed(published, { name: staged.name, keys: source.keys, newestSeen: null });
    stuck = { from: version, version: feed.version, why: 'other', at: now };
    // A new version that is not known to be on trial would not be judged: the one before would be gone at once.
    const trial = { from: version, to: feed.version, notes: feed.releaseNotes, starts: 0 };
    if (!(await file.change({ trial, at: image.path, stuck: null }))) throw new NotKept();
    await image.swap(feed.files[0]?.sha512 ?? '');
  } catch (error) {
    await image.dropStaged().catch(() => undefined);
    await file.change({ trial: null, staged: null, stuck: stuck && { ...stuck, why: stuckFor(error) } });
    throw error;
  }
}

function stuckFor(error: unknown): Stuck['why'] {
  const why = troubleOf(error);
  return why === 'no-room' || why === 'not-writable' || why === 'moved' || why === 'altered' ? why : 'other';
}

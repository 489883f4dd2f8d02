import { dirname } from 'node:path';
import type { NoUpdates, UpdatesState, UpdateTrouble } from '../../src-shared/updates/updates-state.ts';
import { codeOf, type Log } from '../log/log.ts';
import { feedNameFor } from '../release/feed.ts';
import type { UpdateSource } from '../release/release-info.ts';
import { sourceOf, takePlace, type UpdatesStart } from './at-start.ts';
import type { Fetch } from './fetching.ts';
import { whyNotRestart, type DeskFacts } from './may-restart.ts';
import {
  statusOf,
  stepUpdates,
  updatesAtStart,
  type Trouble,
  type UpdatesEffect,
  type UpdatesEvent,
} from './step.ts';
import type { Look, SystemUpdater, SystemUpdaterParts } from './system-updater.ts';
import { troubleOf } from './trouble-of.ts';
import { heldBack, inLog, NotKept } from './updates-file.ts';

/** How often time is looked at, at most. */
const LOOK_EVERY_MS = 30_000;

export interface UpdatesParts {
  readonly start: UpdatesStart;
  readonly fetch: Fetch;
  /** `assets/release.json`. */
  readonly releaseInfo: string;
  readonly openUpdater: (parts: SystemUpdaterParts) => Promise<SystemUpdater>;
  readonly desk: () => DeskFacts;
  /** Ends the app, after which `finish` is called. */
  readonly quit: () => void;
  readonly log: Log;
  /** ms since 1970. */
  readonly now?: () => number;
  readonly random?: () => number;
}

/** The app's updates, from the first look to the restart. */
export interface AppUpdates {
  state(): UpdatesState;
  /** @returns the unsubscribe */
  onChange(listener: () => void): () => void;
  /** The agent asks whether there is something new. */
  check(): void;
  /** The agent wants the new version now. */
  restart(): void;
  /** The last act of an app that has nothing left to lose: puts the new version in its place when it ends for that. */
  finish(): Promise<void>;
  close(): void;
}

export function openUpdates(parts: UpdatesParts): AppUpdates {
  const source = sourceOf(parts.start.release);
  const off = whyOff(parts.start);
  return off === null && source !== null
    ? followFeed(parts, source)
    : noUpdates(parts.start, off ?? 'no-feed');
}

function whyOff({ release, installation }: UpdatesStart): NoUpdates | null {
  if (installation.kind === 'fixed') return installation.why;
  if (release === 'broken') return 'broken-build';
  if (release.updates === null) return 'no-feed';
  return feedNameFor(process.platform, process.arch) === null ? 'no-such-system' : null;
}

function updatedOf({ file, trial, version }: UpdatesStart): UpdatesState['updated'] {
  const change = trial ?? file.now().updated;
  return change?.to === version ? { from: change.from, notes: change.notes } : null;
}

function noUpdates(start: UpdatesStart, why: NoUpdates): AppUpdates {
  return {
    state: () => ({
      version: start.version,
      status: { kind: 'off', why: why === 'no-feed' && !start.isAllowed() ? 'managed' : why },
      updated: updatedOf(start),
    }),
    onChange: () => () => undefined,
    check: () => undefined,
    restart: () => undefined,
    finish: async () => undefined,
    close: () => undefined,
  };
}

function followFeed(parts: UpdatesParts, source: UpdateSource): AppUpdates {
  const { start, desk, log, now = Date.now, random = Math.random } = parts;
  const { file, image, version } = start;
  const pace = { firstLook: source.pace.firstLook * 1000, everyLook: source.pace.everyLook * 1000 };
  const context = () => ({ now: now(), pace, spread: random() });
  const failed = start.failed;
  const ofApp = (why: UpdateTrouble): Trouble => ({
    why,
    place: image !== null && isOfPlace(why) ? dirname(image.path) : null,
  });
  let state = updatesAtStart(
    context(),
    failed === null
      ? undefined
      : { kind: 'failed', at: now(), trouble: ofApp(failed.why), version: failed.version },
  );
  let updater: Promise<SystemUpdater> | null = null;
  let look: Look | null = null;
  let isEnding = false;
  const listeners = new Set<() => void>();

  function take(event: UpdatesEvent): void {
    const before = state;
    const [next, effect] = stepUpdates(state, event, context());
    state = next;
    if (effect !== null) void perform(effect);
    if (next !== before) for (const listener of listeners) listener();
  }

  async function perform(effect: UpdatesEffect): Promise<void> {
    let place: string | null = null;
    try {
      switch (effect.kind) {
        case 'check': {
          const found = await (await theUpdater()).look(effect.byHand);
          look = found;
          const signedAt = Date.parse(found.feed.signedAt);
          if (signedAt > (file.now().newestSeen ?? 0)) await file.change({ newestSeen: signedAt });
          // Said for as long as there is nothing else.
          const held = found.isNewer ? null : heldBack(file.now(), found.feed.version, now());
          if (held !== null) return take({ kind: 'failed', trouble: ofApp(held) });
          if (!found.isNewer) {
            const { version: offered, stagingPercentage } = found.feed;
            take({
              kind: 'nothing-newer',
              asOf: signedAt,
              version: stagingPercentage === 0 ? null : offered,
            });
            return state.ready === null ? await dropStaged() : undefined;
          }
          place = image === null ? null : dirname(image.path);
          await image?.checkPlace();
          log.info('an update was found', { version: inLog(found.feed.version) });
          return take({
            kind: 'found',
            release: { version: found.feed.version, notes: found.feed.releaseNotes },
          });
        }
        case 'download': {
          const downloaded = await (
            await theUpdater()
          ).download((percent) => take({ kind: 'progress', percent }));
          if (image !== null && look !== null) {
            place = dirname(image.path);
            await stage(downloaded, look);
          }
          log.info('an update lies ready');
          return take({ kind: 'downloaded' });
        }
        case 'restart': {
          place = image === null ? null : dirname(image.path);
          await image?.checkPlace();
          // It would have to be known afterwards.
          if (!(await file.change({}))) throw new NotKept();
          if (!effect.byHand && whyNotRestart(desk(), source.pace.idle) !== null)
            return take({ kind: 'put-off' });
          log.info('the app restarts for an update');
          isEnding = true;
          return parts.quit();
        }
      }
    } catch (error) {
      const why = troubleOf(error);
      log.warn('an update did not come about', { at: effect.kind, why, code: codeOf(error) });
      take({ kind: 'failed', trouble: { why, place: isOfPlace(why) ? place : null } });
    }
  }

  function theUpdater(): Promise<SystemUpdater> {
    updater ??= parts.openUpdater({
      source,
      fetch: parts.fetch,
      releaseInfo: parts.releaseInfo,
      newestSeen: () => file.now().newestSeen,
      isHeldBack: (offered) => heldBack(file.now(), offered, now()) !== null,
    });
    return updater;
  }

  async function stage(downloaded: string, { feed, published }: Look): Promise<void> {
    await image?.stage(downloaded, feed.files[0]?.sha512 ?? '');
    const { text, signatures } = published;
    await file.change({
      at: image?.path ?? null,
      staged: { from: version, name: feed.feed, text: text.toString('base64'), signatures },
    });
  }

  async function dropStaged(): Promise<void> {
    if (file.now().staged === null) return;
    await file.change({ staged: null });
    await image?.dropStaged();
  }

  function passTime(): void {
    if (!start.isAllowed()) return;
    const facts = desk();
    const mayRestart = state.ready !== null && whyNotRestart(facts, source.pace.idle) === null;
    take({ kind: 'time', isCalm: facts.openCalls === 0, mayRestart });
  }

  const quarter = Math.min(pace.firstLook, pace.everyLook, source.pace.idle * 1000) / 4;
  const timer = setInterval(passTime, Math.min(LOOK_EVERY_MS, quarter)).unref();

  return {
    state: () => ({
      version,
      status: start.isAllowed() ? statusOf(state) : { kind: 'off', why: 'managed' },
      updated: updatedOf(start),
    }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    check: () => start.isAllowed() && take({ kind: 'check' }),
    restart: () => start.isAllowed() && take({ kind: 'restart' }),
    async finish() {
      if (!isEnding) return;
      const { staged } = file.now();
      if (image === null) {
        if (state.ready !== null)
          await file.change({
            trial: { from: version, to: state.ready.version, notes: state.ready.notes, starts: 0 },
          });
        return await (await theUpdater()).install();
      }
      try {
        if (staged !== null) await takePlace({ image, file, source, version, now: now() }, staged);
      } catch (error) {
        log.error('an update could not take its place', { code: codeOf(error) });
      }
      // Whichever version it is by now: an app that ended for an update comes back.
      await start.handOver();
    },
    close: () => clearInterval(timer),
  };
}

/** Troubles that a folder has. */
function isOfPlace(why: UpdateTrouble): boolean {
  return why === 'no-room' || why === 'not-writable' || why === 'moved';
}

import type { UpdateStatus, UpdateTrouble } from '../../src-shared/updates/updates-state.ts';

/** A release that is on offer. */
export interface Release {
  readonly version: string;
  /** Markdown. */
  readonly notes: string | null;
}

type Doing =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'checking' }
  /** Found, and put off until the calls are over. */
  | { readonly kind: 'waiting'; readonly release: Release }
  | { readonly kind: 'downloading'; readonly release: Release; readonly percent: number }
  | { readonly kind: 'restarting'; readonly release: Release };

type Last =
  | { readonly kind: 'none' }
  | { readonly kind: 'up-to-date'; readonly at: number; readonly asOf: number }
  | {
      readonly kind: 'failed';
      readonly at: number;
      readonly trouble: Trouble;
      readonly version: string | null;
    };

/** `place`: the folder or file that it is about. */
export interface Trouble {
  readonly why: UpdateTrouble;
  readonly place: string | null;
}

/** Where updates stand, as far as they are decided on. Times are ms since 1970. */
export interface Updates {
  readonly doing: Doing;
  /** What is here and waits for a restart. */
  readonly ready: Release | null;
  readonly last: Last;
  /** In a row. */
  readonly failures: number;
  readonly nextCheckAt: number;
}

/** All in ms. */
export interface Pace {
  readonly firstLook: number;
  readonly everyLook: number;
}

export type UpdatesEvent =
  /** Time passes. `isCalm`: no call rings or is under way; `mayRestart`: nobody would notice. */
  | { readonly kind: 'time'; readonly isCalm: boolean; readonly mayRestart: boolean }
  /** The agent asks, in the settings. */
  | { readonly kind: 'check' }
  | { readonly kind: 'restart' }
  | { readonly kind: 'found'; readonly release: Release }
  /** `version`: what is on offer, if to others; null: its roll-out was stopped. */
  | { readonly kind: 'nothing-newer'; readonly asOf: number; readonly version: string | null }
  | { readonly kind: 'progress'; readonly percent: number }
  | { readonly kind: 'downloaded' }
  | { readonly kind: 'failed'; readonly trouble: Trouble }
  /** The restart is put off: somebody came back in the meantime. */
  | { readonly kind: 'put-off' };

/** What is to be done; each is answered by an event. */
export type UpdatesEffect =
  /** `byHand`: whatever the stage of the roll-out is, and whatever failed before. */
  | { readonly kind: 'check'; readonly byHand: boolean }
  | { readonly kind: 'download' }
  | { readonly kind: 'restart'; readonly byHand: boolean };

/** `spread`: from 0 to 1, so that an office does not ask as one. */
export interface StepContext {
  readonly now: number;
  readonly pace: Pace;
  readonly spread: number;
}

/** A failure is tried again after this, then after twice as long, and so on up to the usual pace. */
const FIRST_RETRY_MS = 15 * 60_000;
const NOTHING: Doing = { kind: 'nothing' };

export function updatesAtStart({ now, pace, spread }: StepContext, failed: Last = { kind: 'none' }): Updates {
  return {
    doing: NOTHING,
    ready: null,
    last: failed,
    failures: 0,
    nextCheckAt: now + around(pace.firstLook, spread),
  };
}

/** What follows from an event. An event that answers nothing that is being done changes nothing. */
export function stepUpdates(
  state: Updates,
  event: UpdatesEvent,
  context: StepContext,
): readonly [Updates, UpdatesEffect | null] {
  const { doing, ready } = state;
  switch (event.kind) {
    case 'time':
      return timePassed(state, event, context);
    case 'check':
      if (doing.kind === 'waiting')
        return [{ ...state, doing: downloadOf(doing.release) }, { kind: 'download' }];
      return doing.kind === 'nothing' ? checked(state, true, context) : [state, null];
    case 'restart':
      if (ready === null || doing.kind === 'restarting') return [state, null];
      return [
        { ...state, doing: { kind: 'restarting', release: ready } },
        { kind: 'restart', byHand: true },
      ];
    case 'found': {
      if (doing.kind !== 'checking') return [state, null];
      const { release } = event;
      const found = { ...state, failures: 0, last: { kind: 'none' as const } };
      if (release.version === ready?.version) return [{ ...found, ready: release, doing: NOTHING }, null];
      return [{ ...found, doing: { kind: 'waiting', release } }, null];
    }
    case 'nothing-newer':
      if (doing.kind !== 'checking') return [state, null];
      return [
        {
          ...state,
          doing: NOTHING,
          // What lies ready was stopped, or withdrawn for an older one.
          ready: ready?.version === event.version ? ready : null,
          failures: 0,
          last: { kind: 'up-to-date', at: context.now, asOf: event.asOf },
        },
        null,
      ];
    case 'progress': {
      if (doing.kind !== 'downloading') return [state, null];
      const percent = percentOf(doing.percent, event.percent);
      return [percent === doing.percent ? state : { ...state, doing: { ...doing, percent } }, null];
    }
    case 'downloaded':
      if (doing.kind !== 'downloading') return [state, null];
      return [{ ...state, doing: NOTHING, ready: doing.release }, null];
    case 'failed':
      return doing.kind === 'nothing' || doing.kind === 'waiting'
        ? [state, null]
        : [failed(state, event.trouble, context), null];
    case 'put-off':
      return doing.kind === 'restarting' ? [{ ...state, doing: NOTHING }, null] : [state, null];
  }
}

function timePassed(
  state: Updates,
  { isCalm, mayRestart }: Extract<UpdatesEvent, { kind: 'time' }>,
  context: StepContext,
): readonly [Updates, UpdatesEffect | null] {
  const { doing, ready } = state;
  if (doing.kind === 'waiting' && isCalm)
    return [{ ...state, doing: downloadOf(doing.release) }, { kind: 'download' }];
  if (doing.kind !== 'nothing') return [state, null];
  if (ready !== null && isCalm && mayRestart)
    return [
      { ...state, doing: { kind: 'restarting', release: ready } },
      { kind: 'restart', byHand: false },
    ];
  const { now, pace } = context;
  // A clock that was put back must not keep a check away for a year.
  const isDue = now >= state.nextCheckAt || state.nextCheckAt - now > longest(pace);
  return isDue ? checked(state, false, context) : [state, null];
}

function checked(
  state: Updates,
  byHand: boolean,
  { now, pace, spread }: StepContext,
): readonly [Updates, UpdatesEffect] {
  const nextCheckAt = now + around(pace.everyLook, spread);
  return [
    { ...state, doing: { kind: 'checking' }, nextCheckAt },
    { kind: 'check', byHand },
  ];
}

function failed(state: Updates, trouble: Trouble, { now, pace, spread }: StepContext): Updates {
  const { doing } = state;
  const retry = Math.min(FIRST_RETRY_MS * 2 ** Math.min(state.failures, 20), pace.everyLook);
  return {
    ...state,
    doing: NOTHING,
    // What failed to take its place is not tried over and over in every quiet minute.
    ready: doing.kind === 'restarting' ? null : state.ready,
    failures: state.failures + 1,
    last: { kind: 'failed', at: now, trouble, version: 'release' in doing ? doing.release.version : null },
    nextCheckAt: now + around(retry, spread),
  };
}

function downloadOf(release: Release): Doing {
  return { kind: 'downloading', release, percent: 0 };
}

/** It never goes back: what is fetched a second time, whole, begins anew. */
function percentOf(before: number, now: number): number {
  return Math.max(before, Math.min(100, Math.floor(now)));
}

function around(ms: number, spread: number): number {
  return Math.round(ms * (0.9 + 0.2 * spread));
}

function longest({ firstLook, everyLook }: Pace): number {
  return Math.max(around(firstLook, 1), around(everyLook, 1));
}

/** What the settings say. */
export function statusOf({ doing, ready, last }: Updates): UpdateStatus {
  switch (doing.kind) {
    case 'restarting':
      return { kind: 'restarting', version: doing.release.version };
    case 'downloading':
      return { kind: 'downloading', version: doing.release.version, percent: doing.percent };
    case 'waiting':
      return { kind: 'available', version: doing.release.version };
    case 'checking':
      return ready === null ? { kind: 'checking' } : { kind: 'ready', ...ready };
    case 'nothing':
      break;
  }
  if (ready !== null) return { kind: 'ready', ...ready };
  switch (last.kind) {
    case 'none':
      return { kind: 'unchecked' };
    case 'up-to-date':
      return { kind: 'up-to-date', checkedAt: last.at, asOf: last.asOf };
    case 'failed':
      return { kind: 'failed', ...last.trouble, version: last.version, at: last.at };
  }
}

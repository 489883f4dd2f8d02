import type { UpdateTrouble } from '../../src-shared/updates/updates-state.ts';
import type { Installation } from './installation.ts';
import type { Staged, Trial, UpdatesRecord } from './updates-file.ts';

export interface StartFacts {
  /** The version that runs. */
  readonly version: string;
  readonly kind: Installation['kind'];
  /** A new AppImage lies beside this one. */
  readonly hasStaged: boolean;
  /** This build and this computer's administrator let it look for updates. */
  readonly mayUpdate: boolean;
}

/** What a start makes of the updates before. */
export interface StartPlan {
  readonly change: Partial<UpdatesRecord>;
  /** Takes the app's place, and is started instead. */
  readonly swap: Staged | null;
  /** This start shows whether a new version lives. */
  readonly trial: Trial | null;
  /** The starts before have shown that it does not. */
  readonly isHopeless: boolean;
  readonly failed: { readonly why: UpdateTrouble; readonly version: string | null } | null;
  /** What lies beside the app is of no use any more. */
  readonly tidy: boolean;
}

/** A version that was started so often, and never lived for as long as a trial takes, hangs. */
const MOST_STARTS = 4;

/** Nothing is concluded from what may never have happened: a new version that was never started is tried (again). */
export function planStart(record: UpdatesRecord, facts: StartFacts): StartPlan {
  const { version, kind, hasStaged, mayUpdate } = facts;
  const { trial, staged } = record;
  const stuck = record.stuck?.from === version ? record.stuck : null;
  const none: StartPlan = {
    change: {},
    swap: null,
    trial: null,
    isHopeless: false,
    failed: null,
    tidy: false,
  };
  const updated = record.updated?.to === version ? record.updated : null;
  if (trial?.to === version) {
    const again = { ...trial, starts: trial.starts + 1 };
    const change = { trial: again, staged: null, updated, stuck };
    return { ...none, change, trial: again, isHopeless: trial.starts >= MOST_STARTS };
  }
  const isReady = staged !== null && staged.from === version && hasStaged && kind === 'appimage' && mayUpdate;
  if (isReady) return { ...none, change: { trial: null, updated }, swap: staged };
  const change = { trial: null, staged: null, updated, stuck };
  if (trial?.from !== version)
    return { ...none, change, failed: stuck && { why: stuck.why, version: stuck.version }, tidy: true };
  // It was in this one's place and is not any more: whoever put this one back had a reason.
  return kind === 'appimage'
    ? {
        ...none,
        change: { ...change, refused: trial.to },
        failed: { why: 'put-back', version: trial.to },
        tidy: true,
      }
    : { ...none, change, failed: { why: 'not-installed', version: trial.to } };
}

/** How far a session has come, and what it does not know yet. What happens to it makes another one. */
export interface Progress {
  /** The last event that was sent. */
  readonly sent: number;
  /** The journal may have more than that: it was not read since something came. */
  readonly mayHaveMore: boolean;
  /** Somebody may have been forgotten out of the sequence, which is another one then. */
  readonly isInDoubt: boolean;
  /** What is repeated once, when every event was sent. */
  readonly left: { readonly records: boolean; readonly claims: boolean };
  readonly isLive: boolean;
}

/**
 * What a session has to do next. `check`: whether the sequence is still the same one. `page`: send the next events.
 * `records`, `claims`: repeat some of them. `live`: say so. `rest`: all is sent, and what comes is sent as it comes.
 */
export type Step = 'check' | 'page' | 'records' | 'claims' | 'live' | 'rest';

/** @param from the last event that the device has @param records whether its app knows of records */
export function resumed(from: number, records: boolean): Progress {
  return {
    sent: from,
    mayHaveMore: true,
    isInDoubt: false,
    left: { records, claims: true },
    isLive: false,
  };
}

export function nextStep({ isInDoubt, mayHaveMore, isLive, left }: Progress): Step {
  if (isInDoubt) return 'check';
  if (mayHaveMore) return 'page';
  if (isLive) return 'rest';
  if (left.records) return 'records';
  return left.claims ? 'claims' : 'live';
}

/**
 * The step begins: from now on whatever it is about to find out may change again, so what comes meanwhile is looked at
 * after it.
 */
export function begun(progress: Progress, step: Step): Progress {
  switch (step) {
    case 'check':
      return { ...progress, isInDoubt: false };
    case 'page':
      return { ...progress, mayHaveMore: false };
    case 'live':
      return { ...progress, isLive: true };
    case 'claims':
      return { ...progress, left: { ...progress.left, claims: false } };
    case 'records':
    case 'rest':
      return progress;
  }
}

/** Something new is in the journal, or may be. */
export function mayHaveMore(progress: Progress): Progress {
  return { ...progress, mayHaveMore: true };
}

/** Other processes have changed something, or news was missed. */
export function doubted(progress: Progress): Progress {
  return { ...progress, isInDoubt: true, mayHaveMore: true };
}

/** An event was sent; the next ones may be there. */
export function sent(progress: Progress, seq: number): Progress {
  return { ...progress, sent: seq };
}

export function recordsDone(progress: Progress): Progress {
  return { ...progress, left: { ...progress.left, records: false } };
}

import { CrmFailure, type Flight } from './contract.ts';

/** Something that a CRM hardly ever changes: its stages, its owners. */
export interface Remembered<T> {
  /** What is known of it now, never waiting; if that is nothing, or old, it is asked for behind the answer. */
  now(): T | null;
  /** The same, once it has been asked for, if it had to be. Null: that failed, and nothing is known from before. */
  ready(): Promise<T | null>;
}

export interface RememberedParts<T> {
  /** May throw: what was known stays. */
  readonly load: () => Promise<T>;
  readonly freshMs: number;
  /** After a failure it is left alone for so long, a minute unless this says otherwise. */
  readonly failedMs?: number;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
}

const FAILED_MS = 60_000;
/** After the failure of a right, which may be left out on purpose. */
const NOT_ALLOWED_MS = 3_600_000;

/** Nothing is kept on disk, and a failure is none of the caller's: whoever sends the requests counts and logs it. */
export function remembered<T>(parts: RememberedParts<T>): Remembered<T> {
  const { load, freshMs, failedMs = FAILED_MS, elapsed } = parts;
  let value: T | null = null;
  let dueAt = -Infinity;
  let loading: Promise<void> | null = null;

  async function reload(): Promise<void> {
    try {
      value = await load();
      dueAt = elapsed() + freshMs;
    } catch (error) {
      const isNotAllowed = error instanceof CrmFailure && error.trouble === 'missing-right';
      dueAt = elapsed() + (isNotAllowed ? Math.max(NOT_ALLOWED_MS, failedMs) : failedMs);
    } finally {
      loading = null;
    }
  }

  function refreshed(): Promise<void> | null {
    if (elapsed() >= dueAt) loading ??= reload();
    return loading;
  }

  return {
    now: () => {
      void refreshed();
      return value;
    },
    ready: async () => {
      await refreshed();
      return value;
    },
  };
}

/** What is known of it for a flight; a ring waits for no such thing. */
export function knownFor<T>(one: Remembered<T>, { urgency }: Pick<Flight, 'urgency'>): Promise<T | null> {
  return urgency === 'ring' ? Promise.resolve(one.now()) : one.ready();
}

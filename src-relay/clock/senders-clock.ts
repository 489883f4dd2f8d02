/**
 * What the timestamps of genuine webhooks say about the sender's clock: its offset is their time minus ours when they
 * came. Each is that of the attempt, so that a retry is as good as a first try, and too early by the network's time.
 */
export interface SendersClock {
  /**
   * One genuine webhook's offset, in ms.
   * @param isTimely it was near enough to be taken in: others are shown, and correct nothing
   * @returns forgets it again: it was one that had been taken in before, and may be a recording
   */
  heard(offsetMs: number, isTimely: boolean): () => void;
  /** How far the sender's clock is ahead, in s, as told by the newest webhooks, timely ones first; NaN before any. */
  offsetS(): number;
  /** What our clock is corrected by to get the sender's, in ms: 0 while they agree, or nobody can say. */
  correctionMs(): number;
}

/** Enough for a few late webhooks not to matter, few enough to follow a clock that drifts. */
const NEWEST = 31;
/** Timestamps are whole seconds, and the network takes its time: within this the clocks agree. */
const AGREES_MS = 2_000;
/** Webhooks beyond it are not taken in. */
const MOST_MS = 300_000;
/** While webhooks were timely as lately as that, the others are late, or somebody's recordings. */
const BELIEVED_MS = 15 * 60_000;
/** A clock that was set by more than this is another one, and what was heard by it says nothing any more. */
const STEP_MS = 1_000;

interface Sample {
  readonly offsetMs: number;
  /** Our clock minus one that nobody sets, when it was heard. */
  readonly base: number;
  /** When that was, by the clock that nobody sets. */
  readonly heardAt: number;
}

export interface SendersClockParts {
  /** ms since 1970, by the clock that is in question. */
  readonly now: () => number;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  /** The correction of a run before, by the same clock; null: none. */
  readonly remembered: number | null;
}

export function sendersClock({ now, elapsed, remembered }: SendersClockParts): SendersClock {
  let all: readonly Sample[] = [];
  let timely: readonly Sample[] = [];
  const base = (): number => now() - elapsed();
  const first: Sample | null =
    remembered === null ? null : { offsetMs: remembered, base: base(), heardAt: elapsed() };
  let known: { readonly base: number; readonly correctionMs: number } | null = null;

  const isOf = (at: number, sample: Sample): boolean => Math.abs(sample.base - at) <= STEP_MS;

  function correctionAt(at: number): number {
    const offsets = timely.filter((sample) => isOf(at, sample)).map(({ offsetMs }) => offsetMs);
    return correctionBy(offsets, first !== null && isOf(at, first) ? first.offsetMs : 0);
  }

  function newest(): readonly Sample[] {
    const [at, now] = [base(), elapsed()];
    const believed = timely.filter((sample) => isOf(at, sample) && now - sample.heardAt <= BELIEVED_MS);
    return believed.length > 0 ? believed : all;
  }

  return {
    heard(offsetMs, isTimely) {
      const sample = { offsetMs, base: base(), heardAt: elapsed() };
      all = withNewest(all, sample);
      if (isTimely) timely = withNewest(timely, sample);
      known = null;
      return () => {
        all = all.filter((one) => one !== sample);
        timely = timely.filter((one) => one !== sample);
        known = null;
      };
    },
    offsetS: () => (mostPunctual(newest().map(({ offsetMs }) => offsetMs)) ?? Number.NaN) / 1000,
    correctionMs() {
      const at = base();
      if (known === null || Math.abs(known.base - at) > STEP_MS / 10)
        known = { base: at, correctionMs: correctionAt(at) };
      return known.correctionMs;
    },
  };
}

function withNewest(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  return [...(samples.length < NEWEST ? samples : samples.slice(1)), sample];
}

/**
 * What the clock is corrected by. One webhook alone proves nothing, nor do two that disagree: one may have been held up,
 * or stamped by somebody's wrong clock.
 * @param before what counts until there is proof
 */
export function correctionBy(offsets: readonly number[], before = 0): number {
  const [a = 0, b = 0] = offsets;
  const isProven = offsets.length > 2 || (offsets.length === 2 && Math.abs(a - b) <= AGREES_MS);
  const offset = (isProven ? mostPunctual(offsets) : null) ?? before;
  return Math.abs(offset) <= AGREES_MS ? 0 : Math.max(-MOST_MS, Math.min(MOST_MS, offset));
}

/**
 * The upper quartile: a webhook that is held up is only ever late, so the more punctual ones speak for all; and from
 * three on, a single one at either end says nothing.
 */
function mostPunctual(offsets: readonly number[]): number | null {
  return offsets.toSorted((x, y) => x - y)[Math.floor((offsets.length - 1) * 0.75)] ?? null;
}

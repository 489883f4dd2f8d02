import { messageOf } from '../sql/errors.ts';

const SWEEP_EVERY_MS = 10 * 60_000;
/** Between two sweeps while there is more: webhooks go first. */
const PAUSE_MS = 100;

export interface SweepWatch {
  readonly done: () => void;
  readonly failed: (reason: string) => void;
}

export interface Sweeps {
  /** Soon rather than at the next turn. */
  again(): void;
  /** Why nothing is erased just now; null: the last sweep did its work. */
  trouble(): string | null;
  stop(): void;
}

export interface SweepParts {
  /** Erases some of what is past its retention. `more`: there is more of it. */
  readonly sweep: (retentionDays: number) => Promise<{ readonly more: boolean }>;
  /** One relay sweeps for all. */
  readonly isMine: () => boolean;
  readonly retentionDays: () => number;
  readonly isClockSteady: () => boolean;
  readonly watch: SweepWatch;
  /** Tests wait for less than ten minutes. */
  readonly everyMs?: number;
}

/** Sweeps what is past its retention, now and every ten minutes, as long as the clock can be trusted with it. */
export function scheduleSweeps(parts: SweepParts): Sweeps {
  const { retentionDays, isClockSteady, watch, everyMs = SWEEP_EVERY_MS } = parts;
  let timer: NodeJS.Timeout | undefined;
  let isSweeping = false;
  let stopped = false;
  let trouble: string | null = null;
  async function sweep(): Promise<void> {
    let more = false;
    isSweeping = true;
    try {
      if (!parts.isMine()) trouble = null;
      else if (isClockSteady()) {
        ({ more } = await parts.sweep(retentionDays()));
        trouble = null;
        watch.done();
      } else {
        trouble = 'the clock was set by more than two hours, and is believed again after a day';
      }
    } catch (error) {
      trouble = messageOf(error);
      // Closing takes the journal away under a sweep, which is no trouble.
      if (!stopped) watch.failed(trouble);
    }
    isSweeping = false;
    if (!stopped) plan(more ? PAUSE_MS : everyMs);
  }
  function plan(inMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void sweep(), inMs);
  }
  plan(PAUSE_MS);
  return {
    again: () => {
      if (!isSweeping && !stopped) plan(PAUSE_MS);
    },
    trouble: () => trouble,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

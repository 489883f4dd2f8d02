import type { CrmTrouble } from '../contract.ts';

/** Keeps a CRM that does not answer from being asked again and again. */
export type Breaker =
  | { readonly kind: 'closed'; /** When its last failures were. */ readonly failures: readonly number[] }
  | Opened
  /** The one request that is let through once it was open for long enough is under way. */
  | (Omit<Opened, 'kind'> & { readonly kind: 'trying' });

interface Opened {
  readonly kind: 'open';
  /** On the clock that never jumps; Infinity: until the secret is another. */
  readonly until: number;
  /** How long it was opened for; the next time, twice that. */
  readonly forMs: number;
  readonly why: Fault;
}

/** Why there was no answer. */
export interface Fault {
  readonly trouble: CrmTrouble;
  readonly message: string;
  /** Null: it is not said. */
  readonly retryAfterMs: number | null;
}

export type BreakerEvent =
  | { readonly kind: 'started'; readonly at: number }
  /** Whatever it said: it can be asked. */
  | { readonly kind: 'answered'; readonly at: number }
  | { readonly kind: 'failed'; readonly at: number; readonly fault: Fault };

export const CLOSED: Breaker = { kind: 'closed', failures: [] };

const FAILURES = 5;
const WITHIN_MS = 30_000;
const FIRST_OPEN_MS = 30_000;
const LONGEST_OPEN_MS = 15 * 60_000;
/** Who is told to wait for longer than any flight lasts need not be asked meanwhile. */
export const LONG_WAIT_MS = 10_000;

const COUNTED: Readonly<Record<CrmTrouble, boolean>> = {
  unreachable: true,
  'too-late': true,
  broken: true,
  unreadable: true,
  // Its own pot is paused.
  limited: false,
  refused: false,
  // An answer, if not the one that was wanted.
  'missing-right': false,
  rejected: false,
  'other-account': false,
};

/** Whether a request may be sent now. */
export function letsThrough(breaker: Breaker, now: number): boolean {
  switch (breaker.kind) {
    case 'closed':
      return true;
    case 'open':
      return now >= breaker.until;
    case 'trying':
      return false;
  }
}

export function stepBreaker(breaker: Breaker, event: BreakerEvent): Breaker {
  switch (event.kind) {
    case 'started':
      return breaker.kind === 'open' ? { ...breaker, kind: 'trying' } : breaker;
    case 'answered':
      return breaker.kind === 'trying' ? CLOSED : breaker;
    case 'failed':
      return afterFailure(breaker, event.at, event.fault);
  }
}

function afterFailure(breaker: Breaker, at: number, fault: Fault): Breaker {
  if (fault.trouble === 'refused') return open(Infinity, FIRST_OPEN_MS, fault);
  if (breaker.kind === 'open' && breaker.until === Infinity) return breaker;
  if (fault.retryAfterMs !== null && fault.retryAfterMs > LONG_WAIT_MS) {
    const until = at + fault.retryAfterMs;
    const isLater = breaker.kind !== 'open' || until > breaker.until;
    return isLater ? open(until, FIRST_OPEN_MS, fault) : breaker;
  }
  if (breaker.kind === 'open') return breaker;
  if (breaker.kind === 'trying') {
    if (!COUNTED[fault.trouble] && fault.trouble !== 'limited') return CLOSED;
    const forMs = Math.min(breaker.forMs * 2, LONGEST_OPEN_MS);
    return open(at + forMs, forMs, fault);
  }
  if (!COUNTED[fault.trouble]) return breaker;
  const failures = [...breaker.failures.filter((one) => at - one < WITHIN_MS), at];
  return failures.length < FAILURES
    ? { kind: 'closed', failures }
    : open(at + FIRST_OPEN_MS, FIRST_OPEN_MS, fault);
}

function open(until: number, forMs: number, why: Fault): Breaker {
  return { kind: 'open', until, forMs, why };
}

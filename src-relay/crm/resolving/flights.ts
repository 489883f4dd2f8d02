import type { CallKey } from '../../../src-shared/brand.ts';
import type { ConnectedCrm } from '../asking/connected.ts';
import { URGENCIES, type CrmTrouble, type Flight, type Urgency } from '../contract.ts';
import type { Print } from '../cache/prints.ts';
import { askedIn } from './asked.ts';
import { findOut, type Findings, type Search } from './finding.ts';

/** What is asked for one party. */
export interface Asking {
  readonly search: Search;
  readonly urgency: Urgency;
  /** What the book was synchronised with when the event came that this is asked for. */
  readonly asOf: number;
}

export interface Landed extends Asking {
  readonly crm: ConnectedCrm;
  readonly findings: Findings;
  /** Why there were no answers; empty: there were. */
  readonly troubles: readonly CrmTrouble[];
  readonly calls: readonly WaitingCall[];
}

/** A flight that another relay is on. */
export interface Elsewhere {
  readonly party: Print;
  readonly calls: readonly WaitingCall[];
  readonly lookAgainInMs: number;
}

/** A call whose apps are told what comes of it. */
export interface WaitingCall {
  readonly call: CallKey;
  /** When its event came, ms since 1970; null: there is none that it came with. */
  readonly receivedAt: number | null;
}

/** One flight for each party, whoever else asks for them meanwhile. */
export interface Flights {
  /** @param call null: nobody waits for it */
  fly(crm: ConnectedCrm, asking: Asking, call: WaitingCall | null): void;
  /** Those of which the last word was not told yet. */
  readonly count: number;
  /** Those under way land nowhere. */
  disown(): void;
}

interface UnderWay {
  readonly urgency: Urgency;
  readonly asOf: number;
  readonly calls: Map<CallKey, WaitingCall>;
}

/** What has not come by then is given up. */
const WITHIN_MS: Readonly<Record<Urgency, number>> = { ring: 10_000, refresh: 30_000, 'warm-up': 30_000 };
/** More at once would only wait for the same budgets. */
const MOST_FLIGHTS = 500;
/** More calls of one party at once are no people's. */
const MOST_CALLS = 50;

export interface FlightParts {
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  /** Whether what was asked as of then is of no use any more. */
  readonly isStale: (asOf: number) => Promise<boolean>;
  readonly landed: (flight: Landed) => Promise<void>;
  /** Whether it is this relay's turn to ask: null, else in how many ms to look again. */
  readonly turn: (crm: ConnectedCrm, asking: Asking) => Promise<number | null>;
  /** It was asked, and is told where others look; whether there was an answer or not. */
  readonly turnOver: (crm: ConnectedCrm, asking: Asking) => Promise<void>;
  /** Another relay asks for them. */
  readonly elsewhere: (flight: Elsewhere) => void;
  /** There are too many. */
  readonly dropped: () => void;
  readonly trouble: (error: unknown) => void;
}

export function flightBook(parts: FlightParts): Flights {
  const { elapsed, isStale, landed, dropped, trouble } = parts;
  const underWay = new Map<Print, UnderWay>();
  let landing = 0;

  async function start(crm: ConnectedCrm, asking: Asking, own: UnderWay): Promise<void> {
    const { search, urgency, asOf } = asking;
    const { key } = search.party;
    const flight: Flight = { urgency, until: elapsed() + WITHIN_MS[urgency] };
    const troubles: CrmTrouble[] = [];
    const isOver = async (): Promise<boolean> => underWay.get(key) !== own || isStale(asOf);
    const asked = askedIn(crm.connection, flight, (why) => troubles.push(why), isOver);
    try {
      const lookAgainInMs = await parts.turn(crm, asking);
      if (lookAgainInMs !== null) {
        if (underWay.get(key) !== own) return;
        underWay.delete(key);
        parts.elsewhere({ party: key, calls: [...own.calls.values()], lookAgainInMs });
        return;
      }
      await ask();
      // The turn goes on with one that took the place of this one.
      if (!underWay.has(key)) await parts.turnOver(crm, asking);
    } catch (error) {
      if (underWay.get(key) === own) underWay.delete(key);
      trouble(error);
    }

    async function ask(): Promise<void> {
      const findings = await findOut(search, asked);
      if (underWay.get(key) !== own) return;
      underWay.delete(key);
      landing += 1;
      try {
        await landed({ ...asking, crm, findings, troubles, calls: [...own.calls.values()] });
      } finally {
        landing -= 1;
      }
    }
  }

  return {
    fly: (crm, asking, call) => {
      const { key } = asking.search.party;
      const known = underWay.get(key);
      if (known !== undefined && isAsGood(known, asking)) {
        if (call !== null && known.calls.size < MOST_CALLS && !known.calls.has(call.call))
          known.calls.set(call.call, call);
        return;
      }
      if (known === undefined && underWay.size >= MOST_FLIGHTS) {
        dropped();
        return;
      }
      const calls = new Map(known?.calls);
      if (call !== null) calls.set(call.call, call);
      const urgency = known === undefined ? asking.urgency : moreUrgent(known.urgency, asking.urgency);
      const own = { urgency, asOf: asking.asOf, calls };
      underWay.set(key, own);
      void start(crm, { ...asking, urgency }, own);
    },
    get count() {
      return underWay.size + landing;
    },
    disown: () => underWay.clear(),
  };
}

/**
 * Whether whoever asks may wait for what is under way. One that somebody waits for is not held up by one that nobody waited
 * for; and of one that was asked before somebody was forgotten, nothing is used.
 */
function isAsGood(underWay: UnderWay, { urgency, asOf }: Asking): boolean {
  return rankOf(underWay.urgency) <= rankOf(urgency) && underWay.asOf >= asOf;
}

function moreUrgent(one: Urgency, other: Urgency): Urgency {
  return rankOf(one) <= rankOf(other) ? one : other;
}

function rankOf(urgency: Urgency): number {
  return URGENCIES.indexOf(urgency);
}

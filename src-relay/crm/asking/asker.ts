import {
  CrmFailure,
  type AskCrm,
  type CrmAdapter,
  type CrmFilling,
  type CrmRead,
  type Flight,
  type Pot,
  type Urgency,
} from '../contract.ts';
import { addressOf } from './address.ts';
import type { Breaker, Fault } from './breaker.ts';
import { completed, failureOf, faultByStatus } from './fault.ts';
import type { Origins } from './hosts.ts';
import { send, type GuardedAnswer, type GuardedRequest } from './request.ts';
import { leftIn } from './spending.ts';
import {
  DAY_POT,
  dealt,
  divided,
  ended,
  joined,
  noTurns,
  stopped,
  turnsAfter,
  type Turn,
  type Turns,
} from './turns.ts';

/** What an adapter's reads are; its methods ask for no more. */
type Asked = Pick<CrmAdapter, 'title' | 'reads' | 'pots' | 'rests' | 'faultOf' | 'usedUp'>;

export interface AskerParts {
  readonly adapter: Asked;
  /** As the adapter has them, or as the admin wants them. */
  readonly pots: Readonly<Record<string, Pot>>;
  readonly origins: Origins;
  /** What the same CRM was asked with the same secret before; left out: nothing. */
  readonly before?: Turns | undefined;
  /** How many relays ask the same CRM, this one included; left out: it is alone. */
  readonly relays?: (() => number) | undefined;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  /** ms since 1970. */
  readonly now: () => number;
  readonly watch: AskWatch;
}

/** Hears of every request. */
export interface AskWatch {
  answered(read: string, ms: number): void;
  /** @param ms null: it was not sent */
  failed(read: string, fault: Fault, ms: number | null): void;
  /** The CRM is left alone from now on, or is asked again. */
  breakerIs(breaker: Breaker): void;
}

export interface Asker {
  readonly ask: AskCrm<Readonly<Record<string, CrmRead>>>;
  breaker(): Breaker;
  budget(): readonly PotLeft[];
  /** Tries a secret that was refused once more, by the next question: CRMs refuse good ones in their own trouble. */
  tryAgain(): void;
  /** What it was asked, for whoever asks it next. */
  turns(): Turns;
  /** Nobody gets a turn any more, and what is under way is given up. */
  close(): void;
}

export interface PotLeft {
  readonly pot: string;
  readonly left: number;
  readonly of: number;
}

const WITHIN_MS: Readonly<Record<Urgency, number>> = { ring: 3000, refresh: 10_000, 'warm-up': 10_000 };
/** Of the CRM's own limit this much is left to everybody else. */
const LEFT_TO_OTHERS = 0.2;
const LITTLE_TIME_MS = 1000;
const USED_UP_FOR_MS = 15 * 60_000;

/** Asks one CRM: each request in its turn, within the budgets, to its fixed host. */
export function openAsker(parts: AskerParts): Asker {
  const { adapter, elapsed, now, watch } = parts;
  const { title, reads } = adapter;
  const waiters = new Map<number, { go(): void; giveUp(why: Fault): void }>();
  let turns = parts.before === undefined ? noTurns(parts.pots) : turnsAfter(parts.before, parts.pots);
  let nextId = 1;
  let timer: NodeJS.Timeout | undefined;
  const closed = new AbortController();
  const dearest = dearestIn(reads);

  function change(next: typeof turns): void {
    const before = turns.breaker;
    turns = next;
    if (turns.breaker !== before && turns.breaker.kind !== before.kind) watch.breakerIs(turns.breaker);
  }

  /** The pots as they are now, whoever came or went. */
  function divide(): void {
    const relays = Math.max(1, parts.relays?.() ?? 1);
    turns = divided(turns, parts.pots, dearest, relays, elapsed());
  }

  function deal(): void {
    clearTimeout(timer);
    divide();
    const { turns: next, start, giveUp, lookAt } = dealt(turns, elapsed());
    change(next);
    for (const { turn, why } of giveUp) take(turn)?.giveUp(why);
    for (const turn of start) take(turn)?.go();
    if (lookAt !== null) timer = setTimeout(deal, Math.max(1, Math.ceil(lookAt - elapsed())));
  }

  function take({ id }: Turn): { go(): void; giveUp(why: Fault): void } | undefined {
    const waiter = waiters.get(id);
    waiters.delete(id);
    return waiter;
  }

  async function turnFor(read: CrmRead, flight: Flight): Promise<Turn> {
    if (closed.signal.aborted) throw new CrmFailure('unreachable', `${title} is not asked any more`);
    const turn: Turn = { id: nextId, pot: read.pot, cost: read.cost, flight };
    nextId += 1;
    await new Promise<void>((go, reject) => {
      waiters.set(turn.id, { go, giveUp: (why) => reject(failureOf(named(why))) });
      const { turns: next, dropped } = joined(turns, turn);
      change(next);
      if (dropped !== null) {
        take(dropped)?.giveUp({ trouble: 'limited', message: 'too much else waits', retryAfterMs: null });
      }
      deal();
    });
    return turn;
  }

  /** What waited in vain knows no CRM by name. */
  function named(why: Fault): Fault {
    return why.message.startsWith(title) ? why : { ...why, message: `${title}: ${why.message}` };
  }

  /** Sends it in its turn. @returns why there is no answer */
  async function once(name: string, read: CrmRead, request: Unsent, flight: Flight): Promise<Outcome> {
    let turn: Turn;
    try {
      turn = await turnFor(read, flight);
    } catch (error) {
      const fault = faultIn(error, title);
      watch.failed(name, fault, null);
      return { fault, wasSent: false };
    }
    const sentAt = elapsed();
    const withinMs = Math.min(WITHIN_MS[flight.urgency], flight.until - sentAt);
    const outcome = await exchange(name, { ...request, withinMs, title, givenUp: closed.signal });
    const { fault } = outcome;
    const ms = elapsed() - sentAt;
    change(ended(turns, turn, saysNothing(fault, withinMs) ? null : fault, elapsed(), adapter.rests));
    const used = fault === null ? (adapter.usedUp?.(outcome.answer) ?? null) : null;
    if (used !== null && used >= 1 - LEFT_TO_OTHERS) change(stopped(turns, usedUp(title, used), elapsed()));
    if (fault === null) watch.answered(name, ms);
    else watch.failed(name, fault, ms);
    deal();
    return outcome;
  }

  async function exchange(name: string, request: GuardedRequest): Promise<Outcome> {
    try {
      const answer = await send(request);
      const found = adapter.faultOf(answer, name) ?? faultByStatus(answer, title);
      return found === null
        ? { fault: null, answer }
        : { fault: completed(found, answer, now()), wasSent: true };
    } catch (error) {
      return { fault: faultIn(error, title), wasSent: true };
    }
  }

  /** Too late, but it had hardly any time: that says nothing of the CRM, unless it is being tried. */
  function saysNothing(fault: Fault | null, withinMs: number): boolean {
    return fault?.trouble === 'too-late' && withinMs < LITTLE_TIME_MS && turns.breaker.kind !== 'trying';
  }

  async function ask(name: string, filling: CrmFilling, flight: Flight): Promise<GuardedAnswer> {
    const read = Object.hasOwn(reads, name) ? reads[name] : undefined;
    if (read === undefined) throw new CrmFailure('rejected', `${title}: there is no read ${name}`);
    const request = requestOf(parts.origins, read, filling);
    let outcome = await once(name, read, request, flight);
    if (flight.urgency === 'ring' && isRefusal(outcome)) {
      // Its pot rests: it waits for that, or gives up at once when that is too long.
      outcome = await once(name, read, request, flight);
    }
    if (outcome.fault !== null) throw failureOf(outcome.fault);
    return outcome.answer;
  }

  return {
    ask,
    breaker: () => turns.breaker,
    budget: () => {
      divide();
      return Object.entries(turns.pots).map(([pot, size]) => ({
        pot,
        left: Math.max(0, leftIn(size, turns.spent[pot] ?? [], elapsed())),
        of: size.units,
      }));
    },
    tryAgain: () => {
      const { breaker } = turns;
      if (breaker.kind === 'open' && breaker.until === Infinity)
        turns = { ...turns, breaker: { ...breaker, until: elapsed() } };
    },
    turns: () => turns,
    close: () => {
      closed.abort();
      clearTimeout(timer);
      for (const { giveUp } of waiters.values()) {
        giveUp({ trouble: 'unreachable', message: 'it is not asked any more', retryAfterMs: null });
      }
      waiters.clear();
      turns = { ...turns, waiting: [] };
    },
  };
}

/** Every read counts against the day's pot, where there is one. */
function dearestIn(reads: Asked['reads']): Readonly<Record<string, number>> {
  const dearest: Record<string, number> = {};
  for (const { pot, cost } of Object.values(reads))
    for (const name of [pot, DAY_POT]) dearest[name] = Math.max(dearest[name] ?? 0, cost);
  return dearest;
}

type Outcome =
  | { readonly fault: null; readonly answer: GuardedAnswer }
  | { readonly fault: Fault; readonly wasSent: boolean };

function isRefusal(outcome: Outcome): boolean {
  return outcome.fault !== null && outcome.fault.trouble === 'limited' && outcome.wasSent;
}

type Unsent = Omit<GuardedRequest, 'withinMs' | 'title' | 'givenUp'>;

/** @throws CrmFailure `rejected` */
function requestOf(origins: Origins, read: CrmRead, filling: CrmFilling): Unsent {
  const { json, form } = filling;
  if ((json !== undefined && form !== undefined) || (read.method === 'GET' && (json ?? form) !== undefined)) {
    throw new CrmFailure(
      'rejected',
      'not sent: a body of its own kind goes with a POST, and none with a GET',
    );
  }
  return {
    method: read.method,
    url: addressOf(origins[read.host], read, filling),
    headers: headersOf(filling),
    body:
      json === undefined
        ? form === undefined
          ? null
          : new URLSearchParams(form).toString()
        : JSON.stringify(json),
  };
}

function headersOf({ headers, json, form }: CrmFilling): Headers {
  try {
    const made = new Headers(headers);
    made.set('accept', 'application/json');
    if (json !== undefined) made.set('content-type', 'application/json');
    if (form !== undefined) made.set('content-type', 'application/x-www-form-urlencoded');
    return made;
  } catch {
    // The system's message repeats the value.
    throw new CrmFailure('rejected', 'not sent: a header has characters that none can carry');
  }
}

function usedUp(title: string, used: number): Fault {
  const message = `${Math.round(used * 100)} % of what ${title} allows is used up: the rest is left to others. See what else asks it so much`;
  return { trouble: 'limited', message, retryAfterMs: USED_UP_FOR_MS };
}

/** Another error than ours is of whoever read the answer. */
function faultIn(error: unknown, title: string): Fault {
  if (error instanceof CrmFailure) {
    return { trouble: error.trouble, message: error.message, retryAfterMs: error.retryAfterMs };
  }
  const message = `${title} answered in a shape that is not known`;
  return { trouble: 'unreadable', message, retryAfterMs: null };
}

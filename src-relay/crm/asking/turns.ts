import { URGENCIES, type Flight, type Pot, type Urgency } from '../contract.ts';
import { CLOSED, letsThrough, stepBreaker, type Breaker, type Fault } from './breaker.ts';
import { partOf, partOfPot, shareAmong, withRelays, type Share } from './share.ts';
import { freeAt, spend, type Spent } from './spending.ts';

/** The pot that every read counts against, where a CRM counts by the day. */
export const DAY_POT = 'day';
/** One flight does not hold up the others. */
const MOST_OF_A_FLIGHT = 2;
/** Under way at once, up to each urgency: what can wait leaves room for a ring. */
const MOST_UP_TO: Readonly<Record<Urgency, number>> = { ring: 8, refresh: 6, 'warm-up': 4 };
export const MOST_WAITING = 200;
/** How long a pot rests after the first refusal in a row, the second and so on, when the CRM does not say. */
const RESTS_MS: readonly number[] = [1000, 2000, 10_000, 60_000];

/** A request that wants its turn, or has it. */
export interface Turn {
  readonly id: number;
  readonly pot: string;
  readonly cost: number;
  readonly flight: Flight;
}

/** All that decides whose turn it is. Moments are of the clock that never jumps. */
export interface Turns {
  readonly pots: Readonly<Record<string, Pot>>;
  /** What part of each whole pot is this relay's. */
  readonly shares: Readonly<Record<string, Share>>;
  /** In the order that they came in. */
  readonly waiting: readonly Turn[];
  readonly running: readonly Turn[];
  readonly spent: Readonly<Record<string, Spent>>;
  readonly resting: Readonly<Record<string, Rest>>;
  readonly breaker: Breaker;
}

interface Rest {
  readonly until: number;
  /** Refusals in a row. */
  readonly refusals: number;
}

/** What becomes of those that wait. */
export interface Dealt {
  readonly turns: Turns;
  readonly start: readonly Turn[];
  readonly giveUp: readonly { readonly turn: Turn; readonly why: Fault }[];
  /** When to look again, if nothing happens before; null: no one waits. */
  readonly lookAt: number | null;
}

export function noTurns(pots: Readonly<Record<string, Pot>>): Turns {
  return { pots, shares: {}, waiting: [], running: [], spent: {}, resting: {}, breaker: CLOSED };
}

/** The same CRM, asked with the same secret by another connection: what it was asked counts, and so does that it wants rest. */
export function turnsAfter(before: Turns, pots: Turns['pots']): Turns {
  const { shares, spent, resting, breaker } = before;
  const isRest = breaker.kind !== 'closed' && breaker.why.trouble === 'limited';
  return {
    ...noTurns(pots),
    shares,
    spent,
    resting,
    breaker: isRest ? { ...breaker, kind: 'open' } : CLOSED,
  };
}

/**
 * Divides the pots among so many relays that ask the same CRM with them.
 * @param whole as one relay alone has them
 * @param dearest what the dearest question of each pot costs
 */
export function divided(
  turns: Turns,
  whole: Turns['pots'],
  dearest: Readonly<Record<string, number>>,
  relays: number,
  now: number,
): Turns {
  const each = Object.entries(whole).map(([name, pot]) => {
    const before = turns.shares[name];
    const share = before === undefined ? shareAmong(relays, now) : withRelays(before, relays, pot, now);
    const part = partOf(share, pot.everyMs, now);
    const rounded = name === DAY_POT ? 'down' : 'up';
    return { name, share, pot: partOfPot(pot, part, dearest[name] ?? 1, rounded) };
  });
  return {
    ...turns,
    pots: Object.fromEntries(each.map(({ name, pot }) => [name, pot])),
    shares: Object.fromEntries(each.map(({ name, share }) => [name, share])),
  };
}

/** @returns also the one that is given up for it, when too many wait: the oldest of the least urgent */
export function joined(turns: Turns, turn: Turn): { readonly turns: Turns; readonly dropped: Turn | null } {
  const waiting = [...turns.waiting, turn];
  if (waiting.length <= MOST_WAITING) return { turns: { ...turns, waiting }, dropped: null };
  const least = Math.max(...waiting.map(rankOf));
  const dropped = waiting.find((one) => rankOf(one) === least) ?? turn;
  return { turns: { ...turns, waiting: waiting.filter((one) => one !== dropped) }, dropped };
}

/** Gives turns to whoever may have one now: the most urgent first, and of these whoever came first. */
export function dealt(before: Turns, now: number): Dealt {
  let turns = before;
  const start: Turn[] = [];
  const giveUp: Dealt['giveUp'][number][] = [];
  let lookAt = Infinity;
  // Nobody overtakes whoever waits for the same pot.
  const held = new Set<string>();
  for (const turn of URGENCIES.flatMap((one) => before.waiting.filter((t) => t.flight.urgency === one))) {
    const at = held.has(turn.pot) ? now : free(turns, turn, now);
    const why = reasonToGiveUp(turns, turn, at, now);
    if (why !== null) {
      giveUp.push({ turn, why });
    } else if (at === now && !held.has(turn.pot) && hasRoom(turns, turn) && letsThrough(turns.breaker, now)) {
      turns = started(turns, turn, now);
      start.push(turn);
    } else {
      lookAt = Math.min(lookAt, turn.flight.until);
      if (at === null || at === now) continue;
      lookAt = Math.min(lookAt, at);
      held.add(turn.pot);
    }
  }
  const gone = new Set([...start, ...giveUp.map(({ turn }) => turn)]);
  const waiting = before.waiting.filter((turn) => !gone.has(turn));
  return { turns: { ...turns, waiting }, start, giveUp, lookAt: Number.isFinite(lookAt) ? lookAt : null };
}

/** A request has ended. @param fault null: it was answered */
export function ended(turns: Turns, turn: Turn, fault: Fault | null, now: number, rests = RESTS_MS): Turns {
  const running = turns.running.filter((one) => one !== turn);
  if (fault?.trouble === 'limited') return afterRefusal({ ...turns, running }, turn, fault, now, rests);
  if (fault !== null) return { ...turns, running, breaker: stepBreaker(turns.breaker, failed(fault, now)) };
  const rest = turns.resting[turn.pot];
  return {
    ...turns,
    running,
    resting: rest === undefined ? turns.resting : { ...turns.resting, [turn.pot]: { ...rest, refusals: 0 } },
    breaker: stepBreaker(turns.breaker, { kind: 'answered', at: now }),
  };
}

/** Nothing more is asked for a while, although this answer was one. */
export function stopped(turns: Turns, why: Fault, now: number): Turns {
  return { ...turns, breaker: stepBreaker(turns.breaker, failed(why, now)) };
}

function afterRefusal(
  turns: Turns,
  { pot }: Turn,
  fault: Fault,
  now: number,
  rests: readonly number[],
): Turns {
  const rest = turns.resting[pot] ?? { until: 0, refusals: 0 };
  // One that was under way when the rest began tells of the same.
  const refusals = rest.refusals > 0 && now < rest.until ? rest.refusals : rest.refusals + 1;
  const ours = rests[Math.min(refusals, rests.length) - 1] ?? 0;
  // Whoever says a second again and again does not mean it.
  const ms = Math.max(fault.retryAfterMs ?? 0, fault.retryAfterMs === null || refusals > 2 ? ours : 0);
  const until = Math.max(now + ms, rest.until);
  return {
    ...turns,
    resting: { ...turns.resting, [pot]: { until, refusals } },
    breaker: stepBreaker(turns.breaker, failed({ ...fault, retryAfterMs: ms }, now)),
  };
}

/** @param at when its pots let it through; null: never */
function reasonToGiveUp(turns: Turns, turn: Turn, at: number | null, now: number): Fault | null {
  const { until } = turn.flight;
  if (until <= now)
    return { trouble: 'too-late', message: 'its turn did not come in time', retryAfterMs: null };
  if (turns.breaker.kind === 'open' && !letsThrough(turns.breaker, now)) {
    const { why } = turns.breaker;
    const ms = turns.breaker.until - now;
    return { ...why, retryAfterMs: Number.isFinite(ms) ? ms : null };
  }
  if (at !== null && at < until) return null;
  const isDay = (freeIn(turns, DAY_POT, turn.cost, now) ?? Infinity) >= until;
  return {
    trouble: 'limited',
    message: isDay ? DAY_USED_UP : `what may be asked at a time (${turn.pot}) is used up for now`,
    retryAfterMs: at === null ? null : at - now,
  };
}

const DAY_USED_UP =
  'what may be spent on it in 24 hours is used up, and clicks open the search page: raise records.tokensPerDay in the config, if the plan has room for it';

/** When the pots of a turn let it through; null: never. */
function free(turns: Turns, { pot, cost }: Turn, now: number): number | null {
  const moments = potsOf(turns, pot).map((name) => freeIn(turns, name, cost, now));
  return moments.reduce((latest, at) => (latest === null || at === null ? null : Math.max(latest, at)), now);
}

/** The same of one pot. A CRM that does not count by the day is never in the way. */
function freeIn(turns: Turns, name: string, cost: number, now: number): number | null {
  const size = turns.pots[name];
  if (size === undefined) return name === DAY_POT ? now : null;
  const at = freeAt(size, turns.spent[name] ?? [], cost, now);
  return at === null ? null : Math.max(at, turns.resting[name]?.until ?? 0);
}

function potsOf({ pots }: Turns, pot: string): string[] {
  return pots[DAY_POT] === undefined || pot === DAY_POT ? [pot] : [pot, DAY_POT];
}

function hasRoom({ running }: Turns, { flight }: Turn): boolean {
  const ofFlight = running.filter((one) => one.flight === flight).length;
  return ofFlight < MOST_OF_A_FLIGHT && running.length < MOST_UP_TO[flight.urgency];
}

function started(turns: Turns, turn: Turn, now: number): Turns {
  const paid = potsOf(turns, turn.pot).map((name) => {
    const size = turns.pots[name];
    const before = turns.spent[name] ?? [];
    return [name, size === undefined ? before : spend(size, before, turn.cost, now)] as const;
  });
  return {
    ...turns,
    running: [...turns.running, turn],
    spent: { ...turns.spent, ...Object.fromEntries(paid) },
    breaker: stepBreaker(turns.breaker, { kind: 'started', at: now }),
  };
}

function failed(fault: Fault, at: number): { kind: 'failed'; at: number; fault: Fault } {
  return { kind: 'failed', at, fault };
}

function rankOf({ flight }: Turn): number {
  return URGENCIES.indexOf(flight.urgency);
}

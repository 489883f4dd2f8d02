import type { CallKey } from '../../../src-shared/brand.ts';
import type { RecordsFrame } from '../../../src-shared/wire/protocol.ts';
import type { Delivery } from '../../journal/commands.ts';
import type { AgentId } from '../../sql/ids.ts';
import type { CrmKeeper } from '../asking/connected.ts';
import { CALLS_AT_ONCE } from './calls.ts';
import { startLooking, type LookingParts } from './looking.ts';
import { contactIn, mergedNotice, noticed, type Notice, type SentContact } from './notices.ts';
import { stretches } from './stretches.ts';

export interface ResolverParts extends Omit<LookingParts, 'current'> {
  readonly crm: Pick<CrmKeeper, 'current' | 'state' | 'onChange'>;
  /** Erases what is kept of other accounts. */
  readonly keepOnly: (account: string) => void;
  /** ms since 1970 by the sender's clock. */
  readonly sendersNow: () => number;
}

/** Finds out what the CRM has of calls' parties, behind everything else that is done with an event. */
export interface Resolver {
  /** Events were told to agents. Returns at once. */
  heard(deliveries: readonly Delivery[]): void;
  /** What is known of the agent's newest calls of the last day, each made when it is asked for. */
  again(agent: AgentId): AsyncIterable<RecordsFrame>;
  /** What is to be shown may be something else now. Returns at once. */
  showAgain(): void;
  /** Somebody may have been forgotten: nothing of them stays in memory. Returns at once. */
  lookAgain(): void;
  /** Another relay has told its devices of a call's records: this one's are told as well. Returns at once. */
  foundElsewhere(call: CallKey): void;
  /** That may have happened for any call. Returns at once. */
  mayHaveMissedFinds(): void;
  /** Looks that wait or are under way, and flights of which the last word was not told yet. */
  underWay(): number;
  /** Nothing is asked or told any more; what is known is on disk then. */
  close(): Promise<void>;
}

const DAY_MS = 24 * 3_600_000;
const MOST_AGAIN = 200;
const MOST_WAITING = 1000;
const STRETCH_MS = 4;
/** Calls that are looked at together: the journal may be on another machine. */
const LOOKS_AT_ONCE = 8;
/** Calls that came before the CRM was known are asked for as long as somebody may still look at them. */
const HELD_BACK_MS = 2 * 60_000;
const MOST_HELD_BACK = 200;
const REPEATED: Notice = { why: 'again', isRepeat: true, receivedAt: null };
const FOUND_ELSEWHERE: Notice = { why: 'again', isRepeat: false, receivedAt: null };

export function startResolver(parts: ResolverParts): Resolver {
  const { crm, calls, book, watch, now } = parts;
  let isClosed = false;
  const looking = startLooking({ ...parts, current: () => (isClosed ? null : crm.current()) });
  const heldBack = new Map<CallKey, Notice & { readonly since: number }>();
  const common = {
    atOnce: LOOKS_AT_ONCE,
    most: MOST_WAITING,
    dropped: watch.dropped,
    stretchMs: STRETCH_MS,
    elapsed: parts.elapsed,
    trouble: parts.trouble,
  };
  const queue = stretches<CallKey, Notice>({ ...common, work: looking.at, merged: mergedNotice });
  const contacts = stretches<string, SentContact>({
    ...common,
    work: async (_, sent) => {
      const event = contactIn(sent);
      if (event !== null) await looking.atContact(event);
    },
    merged: (_, next) => next,
  });

  function delivered(deliveries: readonly Delivery[]): void {
    const isAsked = crm.current() !== null;
    if (!isAsked && crm.state().standing !== 'not-known-yet') return;
    const news = noticed(deliveries, parts.sendersNow());
    for (const [call, notice] of news.calls) {
      if (isAsked) queue.add(call, notice);
      else holdBack(call, notice);
    }
    if (isAsked) for (const [id, sent] of news.contacts) contacts.add(id, sent);
  }

  function holdBack(call: CallKey, notice: Notice): void {
    heldBack.delete(call);
    heldBack.set(call, { ...notice, since: now() });
    const [oldest] = heldBack.keys();
    if (heldBack.size > MOST_HELD_BACK && oldest !== undefined) heldBack.delete(oldest);
  }

  function turn(): void {
    const account = crm.current()?.account ?? null;
    looking.turnTo(account);
    if (account === null) return;
    parts.keepOnly(account);
    showAgain();
    for (const [call, { since, ...notice }] of heldBack)
      if (now() - since <= HELD_BACK_MS) queue.add(call, notice);
    heldBack.clear();
  }

  function showAgain(): void {
    lookAtNewest(REPEATED).catch(parts.trouble);
  }

  async function lookAtNewest(notice: Notice): Promise<void> {
    if (crm.current() === null) return;
    for await (const call of newest(calls.calls(now() - DAY_MS))) queue.add(call, notice);
  }

  async function* again(agent: AgentId): AsyncIterable<RecordsFrame> {
    let some: CallKey[] = [];
    for await (const call of newest(calls.callsOf(agent, now() - DAY_MS))) {
      some.push(call);
      if (some.length < CALLS_AT_ONCE) continue;
      yield* looking.known(some);
      some = [];
    }
    yield* looking.known(some);
  }

  const unsubscribe = crm.onChange(turn);
  turn();
  return {
    heard: delivered,
    again,
    showAgain,
    lookAgain: () => void looking.lookAgain().catch(parts.trouble),
    foundElsewhere: (call) => {
      if (crm.current() !== null) queue.add(call, FOUND_ELSEWHERE);
    },
    mayHaveMissedFinds: () => void lookAtNewest(FOUND_ELSEWHERE).catch(parts.trouble),
    underWay: () => queue.size + contacts.size + looking.flights,
    close: async () => {
      unsubscribe();
      isClosed = true;
      looking.turnTo(null);
      await Promise.all([queue.close(), contacts.close()]);
      await looking.close();
      await book.close();
    },
  };
}

async function* newest(calls: AsyncIterable<CallKey>): AsyncIterable<CallKey> {
  let left = MOST_AGAIN;
  for await (const call of calls) {
    if (left === 0) return;
    left -= 1;
    yield call;
  }
}

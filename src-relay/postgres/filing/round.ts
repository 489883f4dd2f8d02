import type { AgentDirectory } from '../../agents/directory.ts';
import type { EventId } from '../../sql/ids.ts';
import type { PostgresSql } from '../sql.ts';
import { fetchAnswers } from './fetching.ts';
import { lockNumbers, type LockKey } from './keys.ts';
import { isKeyless, planned } from './planned/planned.ts';
import type { Decided, Planning } from './planning.ts';
import type { BulkReads } from './reads/all.ts';
import type { UnwrittenDeliveries } from './reads/read.ts';
import { TRY_LOCKS } from './statements.ts';

/** The rules asked under keys that somebody else holds: all is begun again, with every key from the start. */
export class MoreLocksNeeded extends Error {
  override readonly name = 'MoreLocksNeeded';
}

/** A webhook with the row that its event is given. */
export interface InHand<P extends Decided> {
  readonly planning: Planning<P>;
  readonly keys: ReadonlySet<LockKey>;
  readonly own: EventId;
}

export type Settled<P extends Decided> = InHand<P> & { readonly plan: P };

export interface RoundParts {
  readonly sql: PostgresSql;
  readonly reads: BulkReads;
  readonly directory: AgentDirectory;
  readonly hasErased: boolean;
  /** The keys whose locks the transaction has. */
  readonly held: Set<LockKey>;
  readonly unwritten: UnwrittenDeliveries;
}

/** When so much was fetched, what is planned is written first: what is left may be a chain in which each asks by the last. */
const MOST_FETCHES = 6;

/**
 * Plans what waits, one after the other where they share a key: each as if all were written that is planned before it. What
 * cannot be planned like that waits on until this is written.
 * @param waiting in order of arrival
 * @returns one at least, in the order in which they were planned: where they share a key, of their arrival
 * @throws MoreLocksNeeded, StoreFault, or what the rules throw
 */
export async function planRound<P extends Decided>(
  waiting: readonly InHand<P>[],
  { sql, reads, directory, hasErased, held, unwritten }: RoundParts,
): Promise<Settled<P>[]> {
  let before = planned();
  let settled = new Map<InHand<P>, Settled<P>>();
  /** The last one that was planned under a key. */
  let taken = new Map<LockKey, number>();
  /** The place of the last one, by arrival, that was planned at all. */
  let lastSettled = -1;

  const follows = (one: InHand<P>): boolean => before.isKeyless() || some(one.keys, (key) => taken.has(key));

  function run(one: InHand<P>): void {
    const { planning } = one;
    if (!follows(one)) planning.run(directory, hasErased);
    // They may have asked under a key that is new to them.
    if (follows(one)) planning.run(directory, hasErased, before);
  }

  /** @returns false: what was planned before would have had to wait, and all is planned again */
  function runAll(): boolean {
    const blocked = new Set<LockKey>();
    for (const [at, one] of waiting.entries()) {
      if (settled.has(one)) continue;
      const { planning, keys, own } = one;
      run(one);
      if (some(keys, (key) => (taken.get(key) ?? -1) > at)) return false;
      const plan = planning.isPutOff() || some(keys, (key) => blocked.has(key)) ? null : planning.plan();
      if (plan === null) {
        for (const key of keys) blocked.add(key);
        continue;
      }
      if (plan.changes.some(isKeyless) && lastSettled > at) return false;
      lastSettled = Math.max(lastSettled, at);
      settled.set(one, { ...one, plan });
      before.add(own, { changes: plan.changes, opened: planning.opened(), keptUnder: planning.keptUnder });
      for (const key of keys) taken.set(key, at);
    }
    return true;
  }

  for (let fetches = 0; ; fetches += 1) {
    while (!runAll()) {
      before = planned();
      settled = new Map();
      taken = new Map();
      lastSettled = -1;
    }
    const isLong = fetches >= MOST_FETCHES && settled.size > 0;
    const open = isLong ? [] : waiting.filter(({ planning }) => planning.isOpen() && !planning.isPutOff());
    const needed = [...taken.keys(), ...open.flatMap(({ keys }) => [...keys])];
    const more = new Set(needed.filter((key) => !held.has(key)));
    if (open.length === 0 && more.size === 0) break;
    for (const key of more) held.add(key);
    const plannings = open.map(({ planning }) => planning);
    await Promise.all([lockMore(sql, more), fetchAnswers(sql, plannings, reads, unwritten)]);
  }
  for (const one of waiting) if (!settled.has(one)) one.planning.restart();
  return [...settled.values()];
}

/** Nobody is waited for, since whoever has them may wait for us. */
async function lockMore(sql: PostgresSql, keys: ReadonlySet<LockKey>): Promise<void> {
  if (keys.size === 0) return;
  const [row] = await sql.rows<{ all: number }>(TRY_LOCKS, [lockNumbers(keys)]);
  if (row?.all !== 1) throw new MoreLocksNeeded();
}

function some<T>(items: Iterable<T>, isMeant: (item: T) => boolean): boolean {
  for (const item of items) if (isMeant(item)) return true;
  return false;
}

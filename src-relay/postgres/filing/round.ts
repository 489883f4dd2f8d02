import type { AgentDirectory } from '../../agents/directory.ts';
import type { EventId } from '../../sql/ids.ts';
import type { PostgresSql } from '../sql.ts';
import { fetchAnswers } from './fetching.ts';
import { lockNumbers, type LockKey } from './keys.ts';
import type { Decided, Planning } from './planning.ts';
import type { BulkReads } from './reads/all.ts';
import type { Untold } from './reads/read.ts';
import { nextRound } from './rounds.ts';
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

export interface RoundParts {
  readonly sql: PostgresSql;
  readonly reads: BulkReads;
  readonly directory: AgentDirectory;
  readonly hasErased: boolean;
  /** The keys whose locks the transaction has. */
  readonly held: Set<LockKey>;
  readonly untold: Untold;
}

/**
 * Plans those that can be planned side by side. What turns out to share a key with an earlier one waits on.
 * @param waiting in order of arrival
 * @throws MoreLocksNeeded, StoreFault, or what the rules throw
 */
export async function planRound<P extends Decided>(
  waiting: readonly InHand<P>[],
  { sql, reads, directory, hasErased, held, untold }: RoundParts,
): Promise<(InHand<P> & { readonly plan: P })[]> {
  let round = nextRound(waiting);
  let open = round;
  for (;;) {
    for (const { planning } of open) planning.run(directory, hasErased);
    const free = new Set(nextRound(waiting));
    for (const { planning } of round.filter((one) => !free.has(one))) planning.restart();
    round = round.filter((one) => free.has(one));
    open = round.filter(({ planning }) => planning.isOpen());
    const more = round.flatMap(({ keys }) => [...keys].filter((key) => !held.has(key)));
    if (open.length === 0 && more.length === 0) break;
    for (const key of more) held.add(key);
    await Promise.all([
      lockMore(sql, more),
      fetchAnswers(
        sql,
        open.map(({ planning }) => planning),
        reads,
        untold,
      ),
    ]);
  }
  return round.flatMap((one) => {
    const plan = one.planning.plan();
    return plan === null ? [] : [{ ...one, plan }];
  });
}

/** Nobody is waited for, since whoever has them may wait for us. */
async function lockMore(sql: PostgresSql, keys: readonly LockKey[]): Promise<void> {
  if (keys.length === 0) return;
  const [row] = await sql.rows<{ all: number }>(TRY_LOCKS, [lockNumbers(keys)]);
  if (row?.all !== 1) throw new MoreLocksNeeded();
}

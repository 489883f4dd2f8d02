import type { WebhookId } from '../../../src-shared/brand.ts';
import type { AgentDirectory, DirectoryReader } from '../../agents/directory.ts';
import type { RelayConfig } from '../../config/schema.ts';
import type { Delivery } from '../../journal/commands.ts';
import { THIS } from '../../journal/rules/changes.ts';
import type { AgentId, EventId } from '../../sql/ids.ts';
import type { PostgresSql } from '../sql.ts';
import { statementsFor, type Written } from './changes/all.ts';
import type { Placed } from './changes/change.ts';
import { fetchAnswers } from './fetching.ts';
import { lockNumbers, type LockKey } from './keys.ts';
import { numberDeliveries, type PlannedDelivery } from './numbering.ts';
import type { Decided, Planning } from './planning.ts';
import type { BulkReads } from './reads/all.ts';
import { planRound, type InHand } from './round.ts';
import { nextRound } from './rounds.ts';
import { NOT_TAKEN, OPENING } from './statements.ts';
import { isOfFirst } from './usual.ts';

/** As often all is begun again with more locks: each time they are at least one more. */
export const MOST_BEGINNINGS = 20;
/** How long a transaction waits for others at most: a webhook is answered within ten seconds, and comes again. */
export const PATIENTLY_MS = 8000;
/** So often what is planned is written before more is planned: others wait for what is locked. */
const MOST_ROUNDS = 8;
/** What is foreseen with before the directory was ever read. */
export const NOBODY: AgentDirectory = {
  idOf: new Map(),
  emailOf: new Map(),
  withoutRingside: [],
  agents: new Set(),
  aliases: new Map(),
  lines: [],
};

export interface FilingParts {
  readonly reads: BulkReads;
  readonly erasingKey: Uint8Array;
  readonly readDirectory: DirectoryReader;
  readonly config: RelayConfig;
  /** As they were found last: good enough to foresee what will be asked. */
  readonly lastKnown: { directory: AgentDirectory; hasErased: boolean };
  /** How long it waits for a lock that others have, in ms. */
  readonly lockMs: number;
}

export interface ToFile<P extends Decided> {
  readonly id: WebhookId;
  readonly receivedAt: number;
  /** Its id stands in the journal already: it is read again out of quarantine. */
  readonly isAgain?: boolean;
  readonly planning: Planning<P>;
}

/** What became of a webhook. `later`: it is as if it had never come. */
export type FiledAs<P> = { readonly plan: P; readonly own: EventId } | 'known' | 'later';

export interface Filed<P extends Decided> {
  /** In the order of what was to be filed. */
  readonly plans: readonly FiledAs<P>[];
  /** In the order of their numbers. */
  readonly deliveries: readonly Delivery[];
}

/**
 * Takes webhooks in, inside one transaction: each id once, each under the locks of whatever it has to do with. Nothing of
 * it may be told before the transaction has ended well.
 * @param all with ids that differ, in order of arrival
 * @param atEnd sends what is to be sent last
 * @throws MoreLocksNeeded, StoreFault, or what the rules throw
 */
export async function fileTogether<P extends Decided>(
  sql: PostgresSql,
  all: readonly ToFile<P>[],
  parts: FilingParts,
  atEnd: (planned: readonly PlannedDelivery[]) => Promise<unknown> = () => Promise.resolve(),
): Promise<Filed<P>> {
  const { reads, erasingKey } = parts;
  const unwritten = new Map<EventId, AgentId[]>();
  const { waiting, ...found } = await open(sql, all, parts);
  const planned = new Map<Planning<P>, FiledAs<P>>();
  const unnumbered: Placed<PlannedDelivery>[] = [];
  const sent: Promise<unknown>[] = [];
  let left = waiting;
  for (let rounds = 0; left.length > 0 && rounds < MOST_ROUNDS; rounds += 1) {
    const round = await planRound(left, { ...found, sql, reads, unwritten });
    for (const { planning, plan, own } of round) planned.set(planning, { plan, own });
    left = left.filter(({ planning }) => !planned.has(planning));
    const written: Placed<Written>[] = [];
    for (const { plan, own } of round) {
      for (const change of plan.changes) {
        if (change.kind !== 'delivery') {
          written.push({ ...change, own });
          continue;
        }
        const event = change.event === THIS ? own : change.event;
        unnumbered.push({ ...change, event, own });
        unwritten.set(event, [...(unwritten.get(event) ?? []), change.agent]);
      }
    }
    // Not waited for: what the next round asks is sent after it, and finds it.
    for (const { text, values } of statementsFor(written, erasingKey))
      sent.push(askedLater(sql.rows(text, values)));
  }
  for (const { planning } of left) planned.set(planning, 'later');
  const later = all.filter(({ planning, isAgain }) => isAgain !== true && planned.get(planning) === 'later');
  if (later.length > 0) sent.push(askedLater(sql.rows(NOT_TAKEN, [later.map(({ id }) => id)])));
  // Whatever was planned first: who is told of several is told of them in order of arrival.
  unnumbered.sort((a, b) => a.own - b.own);
  const [deliveries] = await Promise.all([numberDeliveries(sql, unnumbered), ...sent, atEnd(unnumbered)]);
  return { plans: all.map(({ planning }) => planned.get(planning) ?? 'known'), deliveries };
}

/** Everything that is likely to be asked goes to the server together with what begins the transaction. */
async function open<P extends Decided>(
  sql: PostgresSql,
  all: readonly ToFile<P>[],
  { reads, readDirectory, config, lastKnown, lockMs }: FilingParts,
): Promise<{
  readonly waiting: readonly InHand<P>[];
  readonly held: Set<LockKey>;
  readonly directory: AgentDirectory;
  readonly hasErased: boolean;
}> {
  const plannings = all.map(({ planning }) => planning);
  for (const planning of plannings) planning.foresee(lastKnown.directory, lastKnown.hasErased);
  const held = new Set(plannings.flatMap(({ keys }) => [...keys]));
  const first = new Set(nextRound(plannings));
  const incoming = all.filter(({ isAgain }) => isAgain !== true);
  const [, fresh, , state, rows, directory] = await Promise.all([
    sql.rows(OPENING.first, [String(lockMs)]),
    sql.rows<{ id: WebhookId }>(OPENING.ids, [
      incoming.map(({ id }) => id),
      incoming.map(({ receivedAt }) => receivedAt),
    ]),
    sql.rows(OPENING.locks, [lockNumbers(held)]),
    sql.rows<{ hasErased: number }>(OPENING.state, [String(PATIENTLY_MS)]),
    sql.rows<{ id: EventId }>(OPENING.rows, [all.length]),
    readDirectory(sql, config),
    // What comes after another one is likely to find that one's call.
    fetchAnswers(
      sql,
      plannings,
      reads,
      new Map(),
      (planning, { kind }) => first.has(planning as Planning<P>) || !isOfFirst(kind),
    ),
  ]);
  const hasErased = state[0]?.hasErased === 1;
  Object.assign(lastKnown, { directory, hasErased });
  const isFresh = new Set(fresh.map(({ id }) => id));
  const waiting = all.flatMap(({ id, isAgain, planning }, at) => {
    const own = rows[at]?.id;
    if (own === undefined || (isAgain !== true && !isFresh.has(id))) return [];
    return [{ planning, keys: planning.keys, own }];
  });
  return { waiting, held, directory, hasErased };
}

/** What becomes of it is asked for at the end. */
function askedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

import type { CallKey } from '../../../src-shared/brand.ts';
import { directoryReader, type DirectoryReader } from '../../agents/directory.ts';
import type { RelayConfig } from '../../config/schema.ts';
import { planQuarantine, planWebhook, readWebhook } from '../../journal/rules/accepting.ts';
import type { Plan, Webhook } from '../../journal/rules/plan.ts';
import { readErasingKey } from '../../sql/erasing-key.ts';
import { StoreFault } from '../../sql/sql.ts';
import { LockTimeout } from '../faults.ts';
import type { PostgresDatabase } from '../opened.ts';
import type { PostgresSql } from '../sql.ts';
import { tellFault, tellFiled, type Batch, type FiledPart, type InBatch } from './batches.ts';
import {
  fileTogether,
  type Filed,
  type FilingParts,
  type ToFile,
  MOST_BEGINNINGS,
  NOBODY,
  PATIENTLY_MS,
} from './filing.ts';
import { lockNumbers } from './keys.ts';
import type { PlannedDelivery } from './numbering.ts';
import { planning, type Rules } from './planning.ts';
import { filingQueue } from './queue.ts';
import { bulkReads } from './reads/all.ts';
import { MoreLocksNeeded } from './round.ts';
import { HELD_BY_OTHERS } from './statements.ts';

export interface WebhookFiling {
  /**
   * Takes webhooks in, in as few transactions as it can, and says of each as soon as it is known what has become of it: one
   * that others keep waiting keeps none waiting that has nothing to do with it. Settles when all of them are told of.
   */
  file(webhooks: readonly Webhook[], config: RelayConfig, tell: (part: FiledPart) => void): Promise<void>;
}

export interface WebhookFilingParts {
  readonly database: Pick<PostgresDatabase, 'transaction' | 'read'>;
  readonly now: () => number;
  readonly newCallKey: () => CallKey;
  /** Tells the other relays, inside the transaction, who has news. */
  readonly announce: (sql: PostgresSql, planned: readonly PlannedDelivery[]) => Promise<void>;
}

/** Those of devices and of the relay itself have the others (`WRITER_CONNECTIONS`). */
const MOST_TRANSACTIONS = 4;
/** In one transaction, since others wait for what it has locked. */
const MOST_TOGETHER = 256;
/** How long it waits for what another relay has locked, until what needs that goes by itself. */
const BRIEFLY_MS = 400;

/** @throws StoreFault */
export async function webhookFiling(parts: WebhookFilingParts): Promise<WebhookFiling> {
  const { database, announce } = parts;
  const erasingKey = await readErasingKey(database.read);
  const reads = bulkReads(erasingKey);
  const readDirectory: DirectoryReader = directoryReader();
  const lastKnown = { directory: NOBODY, hasErased: false };
  const queue = filingQueue<InBatch>(MOST_TOGETHER);
  let transactions = 0;

  function toFile(webhook: Webhook, rules: Rules<Plan>): ToFile<Plan> {
    const { id, receivedAt } = webhook;
    const { newCallKey } = parts;
    return { id, receivedAt, planning: planning(rules, { reads, now: parts.now(), newCallKey }) };
  }

  function asPlanned(webhook: Webhook): ToFile<Plan> {
    const read = readWebhook(webhook);
    const planned = toFile(webhook, (surroundings, directory, with_) =>
      planWebhook(webhook, surroundings, directory, with_, read),
    );
    planned.planning.foresee(lastKnown.directory, lastKnown.hasErased);
    return planned;
  }

  async function inOneTransaction(
    all: readonly ToFile<Plan>[],
    config: RelayConfig,
    lockMs: number,
  ): Promise<Filed<Plan>> {
    const filing: FilingParts = { reads, erasingKey, readDirectory, config, lastKnown, lockMs };
    for (let beginning = 1; ; beginning += 1) {
      try {
        return await database.transaction((sql, ending) =>
          fileTogether(sql, all, filing, (planned) => Promise.all([announce(sql, planned), ending.commit()])),
        );
      } catch (error) {
        if (!(error instanceof MoreLocksNeeded) || beginning === MOST_BEGINNINGS) throw error;
      }
    }
  }

  /**
   * Files them, or says why not.
   * @returns what is to be filed in a later transaction
   * @throws LockTimeout of a brief wait
   */
  async function fileSome(
    all: readonly InBatch[],
    lockMs: number,
    isLastTry = false,
  ): Promise<readonly InBatch[]> {
    const config = all.at(-1)?.batch.config;
    if (config === undefined) return [];
    try {
      return tellFiled(
        all,
        await inOneTransaction(
          all.map(({ toFile }) => toFile),
          config,
          lockMs,
        ),
      );
    } catch (error) {
      if (error instanceof LockTimeout && lockMs === BRIEFLY_MS) throw error;
      if (error instanceof StoreFault && error.kind === 'unavailable') {
        tellFault(all, error);
        return [];
      }
      const [only] = all;
      if (only !== undefined && isLastTry) return await keepAside(only, error, config);
    }
    // Whom it is for may have been removed meanwhile.
    if (all.length === 1) return await fileSome(all.map(anew), PATIENTLY_MS, true);
    // One that cannot be filed keeps no other one from it.
    const half = Math.ceil(all.length / 2);
    const first = await fileSome(all.slice(0, half).map(anew), PATIENTLY_MS);
    return [...first, ...(await fileSome(all.slice(half).map(anew), PATIENTLY_MS))];
  }

  /** One that cannot be filed is kept as it came. */
  async function keepAside(one: InBatch, why: unknown, config: RelayConfig): Promise<readonly InBatch[]> {
    const reason = `could not be filed: ${why instanceof Error ? why.name : 'unknown error'}`;
    const kept = [toFile(one.webhook, () => planQuarantine(one.webhook, reason))];
    try {
      if (isNoFaultOfTheirs(why)) throw why;
      return tellFiled([one], await inOneTransaction(kept, config, PATIENTLY_MS));
    } catch (error) {
      tellFault([one], unavailable(error));
      return [];
    }
  }

  /** What needs the locks that another relay has, and all others. */
  async function apart(all: readonly InBatch[]): Promise<readonly (readonly InBatch[])[]> {
    const numbers = all.map(({ keys }) => lockNumbers(keys));
    const rows = await database.read.rows<{ key: string }>(HELD_BY_OTHERS, [[...new Set(numbers.flat())]]);
    const held = new Set(rows.map(({ key }) => key));
    const isHeld = all.map((_, at) => numbers[at]?.some((key) => held.has(key)));
    return [true, false].map((which) => all.filter((_, at) => isHeld[at] === which));
  }

  async function run(all: readonly InBatch[], lockMs: number): Promise<void> {
    transactions += 1;
    try {
      const left = await fileSome(all, lockMs);
      queue.done(all);
      queue.putBack(left);
    } catch (error) {
      try {
        for (const some of await apart(all)) if (some.length > 0) void run(some, PATIENTLY_MS);
      } catch {
        tellFault(all, unavailable(error));
        queue.done(all);
      }
    }
    transactions -= 1;
    start();
  }

  function anew({ webhook, batch, at }: Pick<InBatch, 'webhook' | 'batch' | 'at'>): InBatch {
    const planned = asPlanned(webhook);
    return { id: webhook.id, keys: planned.planning.keys, webhook, batch, at, toFile: planned };
  }

  function start(): void {
    while (transactions < MOST_TRANSACTIONS) {
      const next = queue.next();
      if (next.length === 0) return;
      void run(next, next.length === 1 ? PATIENTLY_MS : BRIEFLY_MS);
    }
  }

  return {
    file: (webhooks, config, tell) =>
      new Promise((whenDone) => {
        const batch: Batch = { config, tell, left: new Set(webhooks.keys()), whenDone };
        const all = webhooks.map((webhook, at) => anew({ webhook, batch, at }));
        queue.add(all);
        start();
        if (all.length === 0) whenDone();
        // Not for want of a transaction: it waits for what it shares a key with.
        else if (transactions < MOST_TRANSACTIONS && all.some((one) => queue.isWaiting(one)))
          tell({ at: [], outcomes: [], deliveries: [] });
      }),
  };
}

/** Others are in the way, or the server is: the webhook is as good as any. */
function isNoFaultOfTheirs(error: unknown): boolean {
  return error instanceof MoreLocksNeeded || (error instanceof StoreFault && error.kind !== 'refused');
}

function unavailable(error: unknown): StoreFault {
  if (error instanceof StoreFault && error.kind === 'unavailable') return error;
  const why = error instanceof Error ? error.message : 'others file the same at the same moment';
  return new StoreFault('unavailable', why, { cause: error });
}

import type { CallKey, WebhookId } from '../../../src-shared/brand.ts';
import { directoryReader, type DirectoryReader } from '../../agents/directory.ts';
import type { RelayConfig } from '../../config/schema.ts';
import type { Delivery, WebhookOutcome } from '../../journal/commands.ts';
import { planQuarantine, planWebhook, readWebhook } from '../../journal/rules/accepting.ts';
import type { Plan, Webhook } from '../../journal/rules/plan.ts';
import { readErasingKey } from '../../sql/erasing-key.ts';
import { StoreFault } from '../../sql/sql.ts';
import type { PostgresDatabase } from '../opened.ts';
import type { PostgresSql } from '../sql.ts';
import {
  fileTogether,
  type Filed,
  type FilingParts,
  type ToFile,
  MOST_BEGINNINGS,
  NOBODY,
} from './filing.ts';
import type { Told } from './numbering.ts';
import { planning, type Rules } from './planning.ts';
import { bulkReads } from './reads/all.ts';
import { MoreLocksNeeded } from './round.ts';

export interface WebhookFiling {
  /**
   * Takes webhooks in, in as few transactions as it can: one, unless others file the same at the same moment or one of them
   * cannot be filed. What was thrown for was not answered, and what was kept of it all the same is found out when it comes
   * again.
   * @throws StoreFault of what is unavailable
   */
  file(webhooks: readonly Webhook[], config: RelayConfig): Promise<FiledWebhooks>;
}

export interface FiledWebhooks {
  /** In the order of the webhooks. */
  readonly outcomes: readonly WebhookOutcome[];
  /** In the order of the commits, as far as they are this relay's. */
  readonly deliveries: readonly Delivery[];
}

export interface WebhookFilingParts {
  readonly database: Pick<PostgresDatabase, 'transaction' | 'read'>;
  readonly now: () => number;
  readonly newCallKey: () => CallKey;
  /** Tells the other relays, inside the transaction, who has news. */
  readonly announce: (sql: PostgresSql, told: readonly Told[]) => Promise<void>;
}

/** @throws StoreFault */
export async function webhookFiling(parts: WebhookFilingParts): Promise<WebhookFiling> {
  const { database, announce } = parts;
  const erasingKey = await readErasingKey(database.read);
  const reads = bulkReads(erasingKey);
  const readDirectory: DirectoryReader = directoryReader();
  const lastKnown = { directory: NOBODY, hasErased: false };

  function toFile(webhook: Webhook, rules: Rules<Plan>): ToFile<Plan> {
    const { id, receivedAt } = webhook;
    const { newCallKey } = parts;
    return { id, receivedAt, planning: planning(rules, { reads, now: parts.now(), newCallKey }) };
  }

  function asPlanned(webhook: Webhook): ToFile<Plan> {
    const read = readWebhook(webhook);
    return toFile(webhook, (surroundings, directory, with_) =>
      planWebhook(webhook, surroundings, directory, with_, read),
    );
  }

  async function inOneTransaction(
    all: readonly ToFile<Plan>[],
    config: RelayConfig,
  ): Promise<Pick<Filed<Plan>, 'plans' | 'deliveries'>> {
    const filing: FilingParts = { reads, erasingKey, readDirectory, config, lastKnown };
    for (let beginning = 1; ; beginning += 1) {
      try {
        return await database.transaction((sql, ending) =>
          fileTogether(sql, all, filing, (told) => Promise.all([announce(sql, told), ending.commit()])),
        );
      } catch (error) {
        if (!(error instanceof MoreLocksNeeded) || beginning === MOST_BEGINNINGS) throw error;
      }
    }
  }

  /** Files them, and those by themselves that keep others from it. */
  async function together(all: readonly InBatch[], config: RelayConfig, filed: Filing): Promise<void> {
    try {
      const plannings = all.map(({ toFile }) => toFile);
      const { plans, deliveries } = await inOneTransaction(plannings, config);
      filed.deliveries.push(...deliveries);
      for (const [i, one] of all.entries()) {
        const plan = plans[i] ?? 'known';
        if (plan === 'later') filed.left.push(one);
        else filed.outcomes[one.at] = plan === 'known' ? { status: 'duplicate' } : plan.plan.outcome;
      }
      return;
    } catch (error) {
      if (error instanceof StoreFault && error.kind === 'unavailable') throw error;
      const [only] = all;
      if (only !== undefined && all.length === 1) return await aside(only, error, config, filed);
    }
    const half = Math.ceil(all.length / 2);
    for (const some of [all.slice(0, half), all.slice(half)]) await together(some.map(anew), config, filed);
  }

  /** One that cannot be filed is kept aside, so that it keeps no other one from anything. */
  async function aside(
    { webhook, at }: InBatch,
    why: unknown,
    config: RelayConfig,
    filed: Filing,
  ): Promise<void> {
    if (isNoFaultOfTheirs(why)) throw unavailable(why);
    const reason = `could not be filed: ${why instanceof Error ? why.name : 'unknown error'}`;
    const kept = await inOneTransaction([toFile(webhook, () => planQuarantine(webhook, reason))], config);
    const [plan] = kept.plans;
    filed.deliveries.push(...kept.deliveries);
    filed.outcomes[at] = typeof plan === 'object' ? plan.plan.outcome : { status: 'duplicate' };
  }

  function anew({ webhook, at }: Indexed): InBatch {
    return { webhook, at, toFile: asPlanned(webhook) };
  }

  return {
    file: async (webhooks, config) => {
      const outcomes = webhooks.map((): WebhookOutcome => ({ status: 'duplicate' }));
      const deliveries: Delivery[] = [];
      let waiting = firstOfEach(webhooks).map(anew);
      while (waiting.length > 0) {
        const left: InBatch[] = [];
        await together(waiting, config, { outcomes, deliveries, left });
        waiting = left;
      }
      return { outcomes, deliveries };
    },
  };
}

/** A webhook with its place in its batch. */
interface Indexed {
  readonly webhook: Webhook;
  readonly at: number;
}

interface InBatch extends Indexed {
  readonly toFile: ToFile<Plan>;
}

/** What has become of a batch so far. */
interface Filing {
  readonly outcomes: WebhookOutcome[];
  readonly deliveries: Delivery[];
  /** What is to be filed in a later transaction. */
  readonly left: InBatch[];
}

/** Of those with the same id, the one that came first. */
function firstOfEach(webhooks: readonly Webhook[]): Indexed[] {
  const seen = new Set<WebhookId>();
  return webhooks.flatMap((webhook, at) => {
    if (seen.has(webhook.id)) return [];
    seen.add(webhook.id);
    return [{ webhook, at }];
  });
}

/** Others are in the way, or the server is: the webhook is as good as any. */
function isNoFaultOfTheirs(error: unknown): boolean {
  return error instanceof MoreLocksNeeded || (error instanceof StoreFault && error.kind !== 'refused');
}

function unavailable(error: unknown): unknown {
  if (error instanceof StoreFault && error.kind === 'unavailable') return error;
  const why = error instanceof Error ? error.message : 'others file the same at the same moment';
  return new StoreFault('unavailable', why, { cause: error });
}

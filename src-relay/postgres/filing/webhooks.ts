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
import { fileTogether, type FilingParts, type ToFile, MOST_BEGINNINGS, NOBODY } from './filing.ts';
import type { LockKey } from './keys.ts';
import type { Told } from './numbering.ts';
import { planning, type Rules } from './planning.ts';
import { bulkReads } from './reads/all.ts';
import { MoreLocksNeeded } from './round.ts';
import { firstRounds } from './rounds.ts';

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

/**
 * A flood of one number is planned one after the other, under locks that others wait for: after so many they have their
 * turn.
 */
const MOST_ROUNDS = 8;

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

  async function inOneTransaction(all: readonly ToFile<Plan>[], config: RelayConfig): Promise<FiledWebhooks> {
    const filing: FilingParts = { reads, erasingKey, readDirectory, config, lastKnown };
    for (let beginning = 1; ; beginning += 1) {
      try {
        const { plans, deliveries } = await database.transaction((sql, ending) =>
          fileTogether(sql, all, filing, (told) => Promise.all([announce(sql, told), ending.commit()])),
        );
        return { outcomes: plans.map((one) => one?.plan.outcome ?? { status: 'duplicate' }), deliveries };
      } catch (error) {
        if (!(error instanceof MoreLocksNeeded) || beginning === MOST_BEGINNINGS) throw error;
      }
    }
  }

  /** One that cannot be filed is kept aside, so that it keeps no other one from anything. */
  async function alone(webhook: Webhook, config: RelayConfig): Promise<FiledWebhooks> {
    try {
      return await inOneTransaction([asPlanned(webhook)], config);
    } catch (error) {
      if (isNoFaultOfTheirs(error)) throw unavailable(error);
      const reason = `could not be filed: ${error instanceof Error ? error.name : 'unknown error'}`;
      return await inOneTransaction([toFile(webhook, () => planQuarantine(webhook, reason))], config);
    }
  }

  async function together(all: readonly Keyed[], config: RelayConfig): Promise<FiledWebhooks> {
    try {
      return await inOneTransaction(
        all.map(({ toFile }) => toFile),
        config,
      );
    } catch (error) {
      if (error instanceof StoreFault && error.kind === 'unavailable') throw error;
    }
    const outcomes: WebhookOutcome[] = [];
    const deliveries: Delivery[] = [];
    for (const { webhook } of all) {
      const filed = await alone(webhook, config);
      outcomes.push(...filed.outcomes);
      deliveries.push(...filed.deliveries);
    }
    return { outcomes, deliveries };
  }

  function keyed({ webhook, at }: Indexed): Keyed {
    const toFile = asPlanned(webhook);
    toFile.planning.foresee(lastKnown.directory, lastKnown.hasErased);
    return { webhook, at, toFile, keys: toFile.planning.keys };
  }

  return {
    file: async (webhooks, config) => {
      const outcomes = webhooks.map((): WebhookOutcome => ({ status: 'duplicate' }));
      const deliveries: Delivery[] = [];
      let left = firstOfEach(webhooks).map(keyed);
      while (left.length > 0) {
        const [now, later] = firstRounds(left, MOST_ROUNDS);
        const filed = await together(now, config);
        for (const [i, { at }] of now.entries()) outcomes[at] = filed.outcomes[i] ?? { status: 'duplicate' };
        deliveries.push(...filed.deliveries);
        left = later;
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

interface Keyed extends Indexed {
  readonly toFile: ToFile<Plan>;
  readonly keys: ReadonlySet<LockKey>;
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

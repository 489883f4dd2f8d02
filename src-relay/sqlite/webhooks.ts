import type { DatabaseSync } from 'node:sqlite';
import type { CallKey } from '../../src-shared/brand.ts';
import type { AgentDirectory } from '../agents/directory.ts';
import type { Delivery, WebhookOutcome } from '../journal/commands.ts';
import { planQuarantine, planRetry, planWebhook } from '../journal/rules/accepting.ts';
import type { Plan, PlanningParts, Webhook } from '../journal/rules/plan.ts';
import type { EventId } from '../sql/ids.ts';
import { sqliteChanging } from './changes.ts';
import { query } from './database.ts';
import { sqliteSurroundings } from './surroundings.ts';

export interface Accepted {
  readonly outcome: WebhookOutcome;
  readonly deliveries: readonly Delivery[];
}

/** `event`: as far as it is within the limits it was taken in just now, and it stays for the rest. */
export type Retried = 'accepted' | 'unreadable' | { readonly event: EventId; readonly reason: string };

export interface AcceptingParts {
  readonly now: () => number;
  readonly newCallKey: () => CallKey;
}

/** Takes webhooks into an embedded journal: reads, plans and writes each inside the caller's transaction. */
export interface WebhookAccepting {
  /** A transaction begins, or part of one was undone: unless `committed` came before, nothing of what was read is kept. */
  begin(): void;
  /** The transaction is on disk. What was read and written in it is still so in the next one, unless somebody else writes. */
  committed(): void;
  /** Something else than webhooks may have been written in the transaction. */
  forget(): void;
  /** Takes a verified webhook in, once per id (`planWebhook`). */
  accept(webhook: Webhook, directory: AgentDirectory): Accepted;
  /** Keeps a webhook that could not be taken in, with the reason. */
  quarantine(webhook: Webhook, reason: string): Accepted;
  /** Reads what is in quarantine again (`planRetry`). */
  retry(webhook: Webhook, taken: EventId | null, directory: AgentDirectory): Retried;
}

export function webhookAccepting(db: DatabaseSync, { now, newCallKey }: AcceptingParts): WebhookAccepting {
  const remember = query(db, 'INSERT INTO webhook (id, received_at) VALUES (?, ?) ON CONFLICT DO NOTHING');
  // Another one with each commit of any other connection: https://www.sqlite.org/pragma.html#pragma_data_version
  const version = query<{ data_version: number }>(db, 'PRAGMA data_version');
  const { surroundings, ...reading } = sqliteSurroundings(db);
  const changing = sqliteChanging(db, reading.written);
  const parts = (): PlanningParts => ({ now: now(), newCallKey });

  /** Null: the transaction is not on disk. */
  let committedAt: number | null = null;
  let begunAt: number | null = null;

  function forget(): void {
    reading.forget();
    changing.forget();
  }

  function done({ outcome, changes }: Plan): Accepted {
    return { outcome, deliveries: changing.apply(changes).deliveries };
  }

  return {
    begin() {
      begunAt = version.get()?.data_version ?? null;
      if (committedAt === null || committedAt !== begunAt) forget();
      committedAt = null;
      reading.begin();
    },
    committed() {
      committedAt = begunAt;
    },
    forget,
    accept(webhook, directory) {
      if (remember.run(webhook.id, webhook.receivedAt) === 0)
        return { outcome: { status: 'duplicate' }, deliveries: [] };
      return done(planWebhook(webhook, surroundings, directory, parts()));
    },
    quarantine(webhook, reason) {
      remember.run(webhook.id, webhook.receivedAt);
      return done(planQuarantine(webhook, reason));
    },
    retry(webhook, taken, directory) {
      const plan = planRetry(webhook, taken, surroundings, directory, parts());
      const { event } = changing.apply(plan.changes);
      if (plan.outcome !== 'reduced') return plan.outcome;
      if (event === null) throw new Error('nothing was taken in of it');
      return { event, reason: plan.reason };
    },
  };
}

import type { CallKey } from '../../src-shared/brand.ts';
import type { RelayConfig } from '../config/schema.ts';
import { foundRoom } from '../crm/cache/writing.ts';
import type { Answer, BatchResult, Commands } from '../journal/commands.ts';
import { performing, type OtherCommand, type OtherKind } from './performing.ts';
import type { Webhook } from '../journal/rules/plan.ts';
import type { Writer } from './writer.ts';
import { messageOf } from '../sql/errors.ts';
import { StoreFault } from '../sql/sql.ts';
import { LockTimeout } from '../postgres/faults.ts';
import { announce, type News } from '../postgres/news.ts';
import type { PostgresDatabase } from '../postgres/opened.ts';
import type { PostgresSql } from '../postgres/sql.ts';
import { callLock, lockNumbers } from '../postgres/filing/keys.ts';
import { OPENING, TAKE_WRITING_LOCK } from '../postgres/filing/statements.ts';
import { webhookFiling } from '../postgres/filing/webhooks.ts';

export interface PostgresWriterParts {
  /** The relay's id. */
  readonly relay: string;
  readonly now: () => number;
  readonly newCallKey: () => CallKey;
}

/**
 * The writer of one of several relays. It takes further batches while it writes one. What is unavailable was not answered:
 * whether it was kept is found out when it comes again.
 * @throws StoreFault
 */
export async function postgresWriter(
  database: PostgresDatabase,
  firstConfig: RelayConfig,
  { relay, now, newCallKey }: PostgresWriterParts,
): Promise<Writer> {
  let config = firstConfig;
  const kept = { now, room: foundRoom() };
  const tell = (sql: PostgresSql, news: readonly News[]): Promise<void> =>
    announce(sql, { from: relay, at: now() }, news);
  const webhooks = await webhookFiling({
    database,
    now,
    newCallKey,
    announce: (sql, planned) =>
      tell(sql, planned.length === 0 ? [] : [{ told: planned.map(({ agent }) => agent) }]),
  });

  /** In one transaction, each as if the others before it were done. */
  function together(commands: readonly OtherCommand[]): Promise<Answer[]> {
    return database.transaction(async (sql) => {
      await Promise.all([
        sql.rows(TAKE_WRITING_LOCK, []),
        lockCalls(sql, commands),
        lockDirectory(sql, commands),
      ]);
      const perform = performing(sql, kept);
      const answers: Answer[] = [];
      const news: News[] = [];
      for (const command of commands) {
        const value = await perform(command, config);
        answers.push({ ok: true, value });
        news.push(...newsOf(command, value));
      }
      await tell(sql, news);
      return answers;
    });
  }

  async function others(commands: readonly OtherCommand[]): Promise<Answer[]> {
    if (commands.length === 0) return [];
    try {
      return await together(commands);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      if (commands.length === 1) return [{ ok: false, reason: messageOf(error) }];
    }
    const answers: Answer[] = [];
    for (const command of commands) answers.push(...(await others([command])));
    return answers;
  }

  /** @param at the webhooks' places in their batch */
  async function fileAll(all: readonly Webhook[], at: readonly number[], tell: Tell): Promise<void> {
    const start = performance.now();
    await webhooks.file(all, config, ({ at: which, outcomes, deliveries }) => {
      const places = which.flatMap((place) => at[place] ?? []);
      if (outcomes instanceof StoreFault) return tell({ at: places, result: failed(outcomes) });
      const answers = outcomes.map((value): Answer => ({ ok: true, value }));
      tell({ at: places, result: { kind: 'committed', answers, deliveries, ...took(start) } });
    });
  }

  async function performAll(all: readonly OtherCommand[], at: readonly number[], tell: Tell): Promise<void> {
    const start = performance.now();
    try {
      const answers = await others(all);
      tell({ at, result: { kind: 'committed', answers, deliveries: [], ...took(start) } });
    } catch (error) {
      tell({ at, result: failed(error) });
    }
  }

  return {
    stats: database.stats,
    write: async (batch, tell) => {
      // A config holds even when the batch that brought it cannot be committed: it is not kept in the journal.
      for (const command of batch) if (command.kind === 'config') ({ config } = command);
      const placed = [...batch.entries()];
      const hooks = placed.flatMap(([at, one]) => (one.kind === 'webhook' ? [{ at, one }] : []));
      const rest = placed.flatMap(([at, one]) => (one.kind === 'webhook' ? [] : [{ at, one }]));
      await Promise.all([
        hooks.length === 0 ? null : fileAll(hooks.map(of), hooks.map(placeOf), tell),
        rest.length === 0 ? null : performAll(rest.map(of), rest.map(placeOf), tell),
      ]);
    },
  };
}

type Tell = Parameters<Writer['write']>[1];
const of = <T>({ one }: { readonly one: T }): T => one;
const placeOf = ({ at }: { readonly at: number }): number => at;
const took = (start: number): { readonly tookMs: number } => ({ tookMs: performance.now() - start });

function failed(error: unknown): BatchResult {
  const reason = messageOf(error);
  const isBusy = error instanceof LockTimeout && !error.isOfEveryWriter;
  return isBusy ? { kind: 'failed', reason, isBusy } : { kind: 'failed', reason };
}

/** Who claims a call waits until what is being filed of it has its place: the call may become another one. */
async function lockCalls(sql: PostgresSql, commands: readonly OtherCommand[]): Promise<void> {
  const calls = commands.flatMap((one) => (one.kind === 'claim' || one.kind === 'release' ? [one.call] : []));
  if (calls.length > 0) await sql.rows(OPENING.locks, [lockNumbers(calls.map(callLock))]);
}

const OF_THE_DIRECTORY: ReadonlySet<OtherKind> = new Set(['pair', 'join', 'sync']);

/** Before any row: who revokes a device has the directory, and would wait for one that acks here. */
async function lockDirectory(sql: PostgresSql, commands: readonly OtherCommand[]): Promise<void> {
  if (commands.some(({ kind }) => OF_THE_DIRECTORY.has(kind))) await sql.lock('directory');
}

function newsOf(command: OtherCommand, answer: Commands[OtherKind]['answer']): News[] {
  switch (command.kind) {
    case 'claim':
      return (answer as Commands['claim']['answer'])?.won === true ? [{ claimed: command.call }] : [];
    case 'release':
      return (answer as Commands['release']['answer'])?.done === true ? [{ released: command.call }] : [];
    default:
      return [];
  }
}

/** Nobody is to blame for it but the server, or others who did the same at the same moment. */
function isUnavailable(error: unknown): boolean {
  return error instanceof StoreFault && error.kind !== 'refused';
}

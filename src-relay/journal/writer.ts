import type { DatabaseSync } from 'node:sqlite';
import { directoryReader } from '../agents/directory.ts';
import { deviceWriting } from '../agents/devices.ts';
import type { RelayConfig } from '../config/schema.ts';
import { webhookAccepting, type AcceptingParts } from './accepting.ts';
import { claimWriting } from './claims.ts';
import type { Answer, BatchResult, Command, Delivery } from './commands.ts';
import { inTransaction, isDiskTrouble, messageOf, query } from './database.ts';
import { retentionSweep } from './retention.ts';

export interface Writer {
  /** Writes a batch in one transaction; a command that fails takes nothing else with it. Never throws. */
  write(batch: readonly Command[]): BatchResult;
}

/** The only writer while the relay runs: it performs commands, each within its own savepoint. */
export function journalWriter(db: DatabaseSync, firstConfig: RelayConfig, parts: AcceptingParts): Writer {
  let config = firstConfig;
  const readDirectory = directoryReader(db);
  const webhooks = webhookAccepting(db, parts);
  const devices = deviceWriting(db);
  const claims = claimWriting(db);
  const sweep = retentionSweep(db);
  const listening = query(db, 'UPDATE journal SET listening = ?');
  const probe = query(db, 'UPDATE journal SET probed_at = ?');

  function perform(command: Command, deliveries: Delivery[]): unknown {
    switch (command.kind) {
      case 'webhook': {
        const accepted = webhooks.accept(command, readDirectory(config));
        deliveries.push(...accepted.deliveries);
        return accepted.outcome;
      }
      case 'pair':
        return devices.pair(command.codeHash, command.device, parts.now());
      case 'claim':
        return claims.claim(command.call, command.agent, parts.now());
      case 'acks':
        for (const { device, seq } of command.acks) devices.acked(device, seq, parts.now());
        return null;
      case 'listening':
        listening.run(command.url);
        return null;
      case 'config':
        return null;
      case 'sweep':
        return sweep(parts.now(), command.retentionDays);
      case 'probe':
        probe.run(parts.now());
        return null;
    }
  }

  function inSavepoint(command: Command, deliveries: Delivery[]): Answer {
    const own: Delivery[] = [];
    db.exec('SAVEPOINT command');
    try {
      const value = perform(command, own);
      db.exec('RELEASE command');
      deliveries.push(...own);
      return { ok: true, value };
    } catch (error) {
      if (isDiskTrouble(error)) throw error;
      db.exec('ROLLBACK TO command; RELEASE command');
      if (command.kind !== 'webhook') return { ok: false, reason: messageOf(error) };
      const reason = `could not be filed: ${error instanceof Error ? error.name : 'unknown error'}`;
      return { ok: true, value: webhooks.quarantine(command, reason).outcome };
    }
  }

  function write(batch: readonly Command[]): BatchResult {
    const start = performance.now();
    const deliveries: Delivery[] = [];
    // A config holds even when the batch that brought it cannot be committed: it is not kept in the journal.
    for (const command of batch) if (command.kind === 'config') ({ config } = command);
    try {
      const answers = inTransaction(db, () => batch.map((command) => inSavepoint(command, deliveries)));
      return { kind: 'committed', answers, deliveries, tookMs: performance.now() - start };
    } catch (error) {
      return { kind: 'failed', reason: messageOf(error) };
    }
  }

  return { write };
}

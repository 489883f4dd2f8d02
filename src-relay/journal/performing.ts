import { deviceWriting } from '../agents/devices.ts';
import { syncDirectory } from '../allo-sync/sync.ts';
import type { RelayConfig } from '../config/schema.ts';
import { groupJoining } from '../groups/joining.ts';
import type { Sql } from '../sql/sql.ts';
import type { Command, CommandKind, Commands } from './commands.ts';
import { sweepRetention } from './retention.ts';

/** Everything but webhooks, which each engine files in its own way. */
export type OtherKind = Exclude<CommandKind, 'webhook'>;

export interface PerformingParts {
  readonly sql: Sql;
  readonly config: RelayConfig;
  /** Ms since 1970, by the relay's clock. */
  readonly now: number;
}

const LISTENING = 'UPDATE journal SET listening = ?';
const PROBE = 'UPDATE journal SET probed_at = ?';

/** Carries out a command inside the writer's transaction, on either engine. @throws StoreFault */
export async function perform(
  command: Command<OtherKind>,
  { sql, config, now }: PerformingParts,
): Promise<Commands[OtherKind]['answer']> {
  switch (command.kind) {
    case 'pair':
      return deviceWriting(sql).pair(command.codeHash, command.device, now);
    case 'join':
      return groupJoining(sql)(command.joining, config, now);
    case 'acks':
      await deviceWriting(sql).acked(command.acks, now);
      return null;
    case 'sync':
      return syncDirectory(sql, { ...command, config }, now);
    case 'sweep':
      return sweepRetention(sql, now, command.retentionDays);
    case 'listening':
      await sql.run(LISTENING, command.url);
      return null;
    case 'probe':
      await sql.run(PROBE, now);
      return null;
    case 'config':
      // It is not kept in the journal.
      return null;
    default:
      throw new Error(`${command.kind} is not for this engine yet`);
  }
}

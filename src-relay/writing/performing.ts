import { directoryReader } from '../agents/directory.ts';
import { deviceWriting } from '../agents/devices.ts';
import { syncDirectory } from '../allo-sync/sync.ts';
import type { RelayConfig } from '../config/schema.ts';
import { foundWriting, type FoundRoom } from '../crm/cache/writing.ts';
import { groupJoining } from '../groups/joining.ts';
import { gapKeeping } from '../recovery/gap.ts';
import { losing } from '../recovery/losing.ts';
import { writeRecoveryTrouble } from '../recovery/state.ts';
import type { Sql } from '../sql/sql.ts';
import { claimWriting } from '../journal/claims.ts';
import type { Command, CommandKind, Commands } from '../journal/commands.ts';
import { sweepRetention } from '../journal/retention.ts';

/** Everything but webhooks, which each engine files in its own way. */
export type OtherKind = Exclude<CommandKind, 'webhook'>;
export type OtherCommand = Command<OtherKind>;

export interface PerformingParts {
  /** Ms since 1970, by the relay's clock. */
  readonly now: () => number;
  /** One for all of a writer's transactions. */
  readonly room: FoundRoom;
}

/** Carries out a command inside the writer's transaction. @throws StoreFault */
export type Perform = (command: OtherCommand, config: RelayConfig) => Promise<Commands[OtherKind]['answer']>;

const LISTENING = 'UPDATE journal SET listening = ?';
const PROBE = 'UPDATE journal SET probed_at = ?';

/** What a writer does of everything but webhooks, on either engine: with SQLite once, with PostgreSQL once per transaction. */
export function performing(sql: Sql, { now, room }: PerformingParts): Perform {
  const devices = deviceWriting(sql);
  const join = groupJoining(sql);
  const claims = claimWriting(sql);
  const found = foundWriting(sql, room);
  const lostCalls = losing(sql);
  const gap = gapKeeping(sql);
  return async (command, config) => {
    switch (command.kind) {
      case 'pair':
        return devices.pair(command.codeHash, command.device, now());
      case 'join':
        return join(command.joining, config, now());
      case 'claim':
        return claims.claim(command.call, command.agent, now());
      case 'release':
        return claims.release(command.call, command.agent, now());
      case 'acks':
        await devices.acked(command.acks, now());
        return null;
      case 'listening':
        await sql.run(LISTENING, command.url);
        return null;
      case 'config':
        return null;
      case 'found':
        await found.change(command.changes);
        return null;
      case 'foundOf':
        return found.keepOnly(command.account);
      case 'sync':
        return syncDirectory(sql, { ...command, config }, now());
      case 'lost':
        // Read anew: what a command before this one has changed may still be rolled back, and must not be kept.
        return lostCalls.lost(command, await directoryReader()(sql, config), now());
      case 'looked':
        await lostCalls.looked(command.call, command.result, command.afterMs, now());
        return null;
      case 'gap':
        return gap[command.step](now());
      case 'recoveryTrouble':
        await writeRecoveryTrouble(sql, command.trouble, now());
        return null;
      case 'sweep':
        return sweepRetention(sql, now(), command.retentionDays);
      case 'probe':
        await sql.run(PROBE, now());
        return null;
    }
  };
}

import { randomBytes } from 'node:crypto';
import type { AgentEmail } from '../../src-shared/brand.ts';
import type { AgentId, DeviceId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';

export interface NewDevice {
  readonly id: DeviceId;
  readonly tokenHash: string;
  readonly name: string | null;
}

/** A device has everything up to `seq` on its disk. */
export interface Ack {
  readonly device: DeviceId;
  readonly seq: number;
}

export interface DeviceWriting {
  add(agent: AgentId, device: NewDevice, now: number): Promise<void>;
  /** Opens a pairing: the code is good once, until then (ms since 1970). */
  offer(agent: AgentId, codeHash: string, until: number): Promise<void>;
  /** Trades a code for a device; null when it is unknown, used or expired. */
  pair(codeHash: string, device: NewDevice, now: number): Promise<{ agent: AgentEmail } | null>;
  /** Each device says that everything up to `seq` is on its disk. */
  acked(acks: readonly Ack[], now: number): Promise<void>;
  /**
   * Ends a device. A computer that was paired by its group's token gets another one only once it is approved.
   * @returns false when there is no such device
   */
  revoke(device: string, now: number): Promise<boolean>;
}

const INSERT = 'INSERT INTO device (id, agent, name, token_hash, added_at) VALUES (?, ?, ?, ?, ?)';
const OFFER = 'INSERT INTO pairing (code_hash, agent, expires_at) VALUES (?, ?, ?)';
const TAKE = 'DELETE FROM pairing WHERE code_hash = ? RETURNING agent, expires_at AS "expiresAt"';
const EMAIL_OF = 'SELECT email FROM agent WHERE id = ?';
const ACKED =
  'UPDATE device SET acked = CASE WHEN acked > ?1 THEN acked ELSE ?1 END, seen_at = ?2 WHERE id = ?3';
const END = `
  INSERT INTO ended_computer (computer_hash, at)
  SELECT computer_hash, CAST(?2 AS BIGINT) FROM group_device WHERE device = ?1
  ON CONFLICT (computer_hash) DO UPDATE SET at = excluded.at`;
const REVOKE = 'DELETE FROM device WHERE id = ?';

/** Writes devices and pairings; runs inside a transaction. */
export function deviceWriting(sql: Sql): DeviceWriting {
  async function add(agent: AgentId, { id, name, tokenHash }: NewDevice, now: number): Promise<void> {
    await sql.lock('directory');
    await sql.run(INSERT, id, agent, name, tokenHash, now);
  }

  return {
    add,
    offer: async (agent, codeHash, until) => {
      await sql.lock('directory');
      await sql.run(OFFER, codeHash, agent, until);
    },
    pair: async (codeHash, device, now) => {
      await sql.lock('directory');
      const taken = await sql.get<{ agent: AgentId; expiresAt: number }>(TAKE, codeHash);
      if (taken === undefined || taken.expiresAt <= now) return null;
      await add(taken.agent, device, now);
      const agent = (await sql.get<{ email: AgentEmail }>(EMAIL_OF, taken.agent))?.email;
      return agent === undefined ? null : { agent };
    },
    acked: async (acks, now) => {
      // Two relays that write of the same devices must not wait for each other.
      const inOrder = acks.toSorted((a, b) => (a.device < b.device ? -1 : Number(a.device > b.device)));
      await Promise.all(inOrder.map(({ device, seq }) => sql.run(ACKED, seq, now, device)));
    },
    revoke: async (device, now) => {
      await sql.lock('directory');
      await sql.run(END, device, now);
      return (await sql.run(REVOKE, device)) === 1;
    },
  };
}

export function newDeviceId(): DeviceId {
  return randomBytes(6).toString('hex') as DeviceId;
}

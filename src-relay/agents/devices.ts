import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { AgentEmail } from '../../src-shared/brand.ts';
import type { NewDevice } from '../journal/commands.ts';
import { query } from '../sqlite/database.ts';
import type { AgentId, DeviceId } from '../sql/ids.ts';

export interface DeviceWriting {
  add(agent: AgentId, device: NewDevice, now: number): void;
  /** Opens a pairing: the code is good once, until then (ms since 1970). */
  offer(agent: AgentId, codeHash: string, until: number): void;
  /** Trades a code for a device; null when it is unknown, used or expired. */
  pair(codeHash: string, device: NewDevice, now: number): { agent: AgentEmail } | null;
  /** The device says that everything up to `seq` is on its disk. */
  acked(device: DeviceId, seq: number, now: number): void;
  /**
   * Ends a device. A computer that was paired by its group's token gets another one only once it is approved.
   * @returns false when there is no such device
   */
  revoke(device: string, now: number): boolean;
}

/** Writes devices and pairings; runs inside a transaction. */
export function deviceWriting(db: DatabaseSync): DeviceWriting {
  const insert = query(
    db,
    'INSERT INTO device (id, agent, name, token_hash, added_at) VALUES (?, ?, ?, ?, ?)',
  );
  const offer = query(db, 'INSERT INTO pairing (code_hash, agent, expires_at) VALUES (?, ?, ?)');
  const take = query<{ agent: AgentId; expires_at: number }>(
    db,
    'DELETE FROM pairing WHERE code_hash = ? RETURNING agent, expires_at',
  );
  const emailOf = query<{ email: AgentEmail }>(db, 'SELECT email FROM agent WHERE id = ?');
  const acked = query(db, 'UPDATE device SET acked = max(acked, ?), seen_at = ? WHERE id = ?');
  const end = query(
    db,
    `INSERT OR REPLACE INTO ended_computer (computer_hash, at)
     SELECT computer_hash, ?2 FROM group_device WHERE device = ?1`,
  );
  const revoke = query(db, 'DELETE FROM device WHERE id = ?');

  function add(agent: AgentId, { id, name, tokenHash }: NewDevice, now: number): void {
    insert.run(id, agent, name, tokenHash, now);
  }

  return {
    add,
    offer: (agent, codeHash, until) => void offer.run(codeHash, agent, until),
    pair: (codeHash, device, now) => {
      const taken = take.get(codeHash);
      if (taken === undefined || taken.expires_at <= now) return null;
      add(taken.agent, device, now);
      const agent = emailOf.get(taken.agent)?.email;
      return agent === undefined ? null : { agent };
    },
    acked: (device, seq, now) => void acked.run(seq, now, device),
    revoke: (device, now) => {
      end.run(device, now);
      return revoke.run(device) === 1;
    },
  };
}

export function newDeviceId(): DeviceId {
  return randomBytes(6).toString('hex') as DeviceId;
}

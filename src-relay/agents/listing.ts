import type { DatabaseSync } from 'node:sqlite';
import { visibleText } from '../../src-shared/format/visible-text.ts';
import type { AgentEmail } from '../../src-shared/brand.ts';
import { query } from '../journal/database.ts';
import type { DeviceId } from '../journal/ids.ts';

export interface ListedDevice {
  readonly device: DeviceId;
  readonly agent: AgentEmail;
  readonly name: string | null;
  readonly addedAt: string;
  /** When it last said what it has; null when never. */
  readonly seenAt: string | null;
  /** Everything up to here is on its disk. */
  readonly acked: number;
  readonly head: number;
}

interface Row {
  device: DeviceId;
  agent: AgentEmail;
  name: string | null;
  added_at: number;
  seen_at: number | null;
  acked: number;
  head: number;
}

/** Every device with its agent and how far it has got. */
export function listDevices(db: DatabaseSync): ListedDevice[] {
  const devices = query<Row>(
    db,
    `SELECT d.id AS device, a.email AS agent, d.name, d.added_at, d.seen_at, d.acked, s.head
     FROM device d JOIN agent a ON a.id = d.agent JOIN sequence s ON s.agent = a.id ORDER BY a.email, d.added_at`,
  );
  return devices.all().map((row) => ({
    device: row.device,
    agent: row.agent,
    // One that was paired before names were read like this.
    name: row.name === null ? null : visibleText(row.name),
    addedAt: new Date(row.added_at).toISOString(),
    seenAt: row.seen_at === null ? null : new Date(row.seen_at).toISOString(),
    acked: row.acked,
    head: row.head,
  }));
}

import type { DatabaseSync } from 'node:sqlite';
import type { AgentEmail } from '../../src-shared/brand.ts';
import { agentBehindIn, type AgentDirectory } from '../agents/directory.ts';
import { deviceWriting } from '../agents/devices.ts';
import type { NewDevice } from '../journal/commands.ts';
import { query } from '../sqlite/database.ts';
import type { AgentId, DeviceId } from '../sql/ids.ts';
import { decide, type Asked, type GroupId, type Refused } from './rules.ts';

/** A computer that asks to be paired by a group's token. */
export interface Joining {
  readonly tokenHash: string;
  /** Whose computer it says it is. */
  readonly address: string;
  /** Proves that it is the same computer as before. */
  readonly computerHash: string;
  /** The device it gets, or the name it waits under. */
  readonly device: NewDevice;
}

export type Joined =
  | {
      readonly is: 'paired';
      readonly agent: AgentEmail;
      readonly group: GroupId;
      readonly device: DeviceId;
      readonly isAgain: boolean;
    }
  /** `id`: as the admin approves it. */
  | { readonly is: 'waiting'; readonly id: string; readonly group: GroupId; readonly isNew: boolean }
  | { readonly is: 'refused'; readonly why: Refused; readonly group: GroupId | null };

const DAY_MS = 24 * 3_600_000;
/** Somebody who has not been approved for so long is not waiting any more. */
const FORGET_AFTER_MS = 30 * DAY_MS;

interface GroupRow {
  id: GroupId;
  most: number;
  approves: number;
  everybody: number;
  expires_at: number;
  revoked_at: number | null;
}

/** Pairs computers by their group's token; runs inside a transaction, so that there is all of a device or none. */
export function groupJoining(db: DatabaseSync) {
  const groupOf = query<GroupRow>(
    db,
    'SELECT id, most, approves, everybody, expires_at, revoked_at FROM computer_group WHERE token_hash = ?',
  );
  const member = query(db, 'SELECT 1 FROM group_agent WHERE grp = ? AND agent = ?');
  const blocked = query(db, 'SELECT 1 FROM agent WHERE id = ? AND blocked_at IS NOT NULL');
  const deviceOf = query<{ device: DeviceId; group: GroupId; agent: AgentId }>(
    db,
    `SELECT g.device, g.grp AS "group", d.agent FROM group_device g JOIN device d ON d.id = g.device
     WHERE g.computer_hash = ?`,
  );
  const ended = query(db, 'SELECT 1 FROM ended_computer WHERE computer_hash = ?');
  const waitingOf = query<{ id: string; group: GroupId; agent: AgentId; approved_at: number | null }>(
    db,
    'SELECT id, grp AS "group", agent, approved_at FROM waiting_computer WHERE computer_hash = ?',
  );
  const counts = query<{ devices: number; waiting: number }>(
    db,
    `SELECT (SELECT count(*) FROM group_device WHERE grp = ?1) AS devices,
            (SELECT count(*) FROM waiting_computer WHERE grp = ?1) AS waiting`,
  );
  const forgetOld = query(db, 'DELETE FROM waiting_computer WHERE asked_at < ? AND approved_at IS NULL');
  const wait = query(
    db,
    `INSERT INTO waiting_computer (id, grp, agent, computer_hash, name, asked_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (computer_hash) DO UPDATE SET
       grp = excluded.grp, agent = excluded.agent, name = excluded.name,
       approved_at = iif(grp = excluded.grp AND agent = excluded.agent, approved_at, NULL)`,
  );
  const waitNoMore = query(db, 'DELETE FROM waiting_computer WHERE computer_hash = ?');
  const begin = query(db, 'DELETE FROM ended_computer WHERE computer_hash = ?');
  const drop = query(db, 'DELETE FROM device WHERE id = ?');
  const note = query(db, 'INSERT INTO group_device (device, grp, computer_hash) VALUES (?, ?, ?)');
  const used = query(db, 'UPDATE computer_group SET used_at = ? WHERE id = ?');
  const emailOf = query<{ email: AgentEmail }>(db, 'SELECT email FROM agent WHERE id = ?');
  const devices = deviceWriting(db);

  function askedBy({ tokenHash, computerHash }: Joining, agent: AgentId | null, now: number) {
    const group = groupOf.get(tokenHash);
    const waiting = waitingOf.get(computerHash) ?? null;
    const device = deviceOf.get(computerHash) ?? null;
    const { devices: count, waiting: computersWaiting } = counts.get(group?.id ?? -1) ?? {
      devices: 0,
      waiting: 0,
    };
    const asked: Asked = {
      group:
        group === undefined
          ? null
          : {
              id: group.id,
              most: group.most,
              approves: group.approves === 1,
              expiresAt: group.expires_at,
              isRevoked: group.revoked_at !== null,
            },
      agent,
      isMember:
        group !== undefined &&
        agent !== null &&
        (group.everybody === 1 || member.get(group.id, agent) !== undefined),
      isBlocked: agent !== null && blocked.get(agent) !== undefined,
      device,
      isEnded: ended.get(computerHash) !== undefined,
      waiting: waiting === null ? null : { ...waiting, isApproved: waiting.approved_at !== null },
      devices: count,
      computersWaiting,
      now,
    };
    return { asked, device, waiting };
  }

  return (joining: Joining, directory: AgentDirectory, now: number): Joined => {
    forgetOld.run(now - FORGET_AFTER_MS);
    const agent = agentBehindIn(directory, joining.address);
    const { asked, device, waiting } = askedBy(joining, agent, now);
    const decided = decide(asked);
    const group = asked.group?.id ?? null;
    if ((decided !== 'pair' && decided !== 'wait') || group === null || agent === null) {
      const why = decided === 'pair' || decided === 'wait' ? 'unknown-token' : decided;
      return { is: 'refused', why, group };
    }
    const { computerHash } = joining;
    if (decided === 'wait') {
      const id = waiting?.id ?? joining.device.id;
      wait.run(id, group, agent, computerHash, joining.device.name, now);
      return { is: 'waiting', id, group, isNew: waiting === null };
    }
    waitNoMore.run(computerHash);
    begin.run(computerHash);
    if (device !== null) drop.run(device.device);
    devices.add(agent, joining.device, now);
    note.run(joining.device.id, group, computerHash);
    used.run(now, group);
    const email = emailOf.get(agent)?.email;
    if (email === undefined) throw new Error('the agent has no row');
    return { is: 'paired', agent: email, group, device: joining.device.id, isAgain: device !== null };
  };
}

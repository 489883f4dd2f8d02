import type { AgentEmail } from '../../src-shared/brand.ts';
import { agentBehind } from '../agents/directory.ts';
import { deviceWriting } from '../agents/devices.ts';
import type { RelayConfig } from '../config/schema.ts';
import type { NewDevice } from '../agents/devices.ts';
import type { AgentId, DeviceId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';
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

interface WaitingRow {
  id: string;
  group: GroupId;
  agent: AgentId;
  approved_at: number | null;
}

interface DeviceRow {
  device: DeviceId;
  group: GroupId;
  agent: AgentId;
}

const GROUP_OF =
  'SELECT id, most, approves, everybody, expires_at, revoked_at FROM computer_group WHERE token_hash = ?';
const MEMBER = 'SELECT 1 AS one FROM group_agent WHERE grp = ? AND agent = ?';
const BLOCKED = 'SELECT 1 AS one FROM agent WHERE id = ? AND blocked_at IS NOT NULL';
const DEVICE_OF = `
  SELECT g.device, g.grp AS "group", d.agent FROM group_device g JOIN device d ON d.id = g.device
  WHERE g.computer_hash = ?`;
const ENDED = 'SELECT 1 AS one FROM ended_computer WHERE computer_hash = ?';
const WAITING_OF =
  'SELECT id, grp AS "group", agent, approved_at FROM waiting_computer WHERE computer_hash = ?';
const COUNTS = `
  SELECT (SELECT count(*) FROM group_device WHERE grp = ?1) AS devices,
         (SELECT count(*) FROM waiting_computer WHERE grp = ?1) AS waiting`;
const FORGET_OLD = 'DELETE FROM waiting_computer WHERE asked_at < ? AND approved_at IS NULL';
const WAIT = `
  INSERT INTO waiting_computer (id, grp, agent, computer_hash, name, asked_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (computer_hash) DO UPDATE SET
    grp = excluded.grp, agent = excluded.agent, name = excluded.name,
    approved_at = CASE WHEN waiting_computer.grp = excluded.grp AND waiting_computer.agent = excluded.agent
                       THEN waiting_computer.approved_at END`;
const WAIT_NO_MORE = 'DELETE FROM waiting_computer WHERE computer_hash = ?';
const BEGIN_AGAIN = 'DELETE FROM ended_computer WHERE computer_hash = ?';
const DROP = 'DELETE FROM device WHERE id = ?';
const NOTE = 'INSERT INTO group_device (device, grp, computer_hash) VALUES (?, ?, ?)';
const USED = 'UPDATE computer_group SET used_at = ? WHERE id = ?';
const EMAIL_OF = 'SELECT email FROM agent WHERE id = ?';

/** Pairs computers by their group's token; runs inside a transaction, so that there is all of a device or none. */
export function groupJoining(sql: Sql) {
  const devices = deviceWriting(sql);
  const is = async (statement: string, ...values: (string | number)[]) =>
    (await sql.get(statement, ...values)) !== undefined;

  async function askedBy({ tokenHash, computerHash }: Joining, agent: AgentId | null, now: number) {
    const group = await sql.get<GroupRow>(GROUP_OF, tokenHash);
    const waiting = (await sql.get<WaitingRow>(WAITING_OF, computerHash)) ?? null;
    const device = (await sql.get<DeviceRow>(DEVICE_OF, computerHash)) ?? null;
    const counts = await sql.get<{ devices: number; waiting: number }>(COUNTS, group?.id ?? -1);
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
        (group.everybody === 1 || (await is(MEMBER, group.id, agent))),
      isBlocked: agent !== null && (await is(BLOCKED, agent)),
      device,
      isEnded: await is(ENDED, computerHash),
      waiting: waiting === null ? null : { ...waiting, isApproved: waiting.approved_at !== null },
      devices: counts?.devices ?? 0,
      computersWaiting: counts?.waiting ?? 0,
      now,
    };
    return { asked, device, waiting };
  }

  return async (joining: Joining, config: Pick<RelayConfig, 'aliases'>, now: number): Promise<Joined> => {
    await sql.lock('directory');
    await sql.run(FORGET_OLD, now - FORGET_AFTER_MS);
    const agent = await agentBehind(sql, config, joining.address);
    const { asked, device, waiting } = await askedBy(joining, agent, now);
    const decided = decide(asked);
    const group = asked.group?.id ?? null;
    if ((decided !== 'pair' && decided !== 'wait') || group === null || agent === null) {
      const why = decided === 'pair' || decided === 'wait' ? 'unknown-token' : decided;
      return { is: 'refused', why, group };
    }
    const { computerHash } = joining;
    if (decided === 'wait') {
      const id = waiting?.id ?? joining.device.id;
      await sql.run(WAIT, id, group, agent, computerHash, joining.device.name, now);
      return { is: 'waiting', id, group, isNew: waiting === null };
    }
    await sql.run(WAIT_NO_MORE, computerHash);
    await sql.run(BEGIN_AGAIN, computerHash);
    if (device !== null) await sql.run(DROP, device.device);
    await devices.add(agent, joining.device, now);
    await sql.run(NOTE, joining.device.id, group, computerHash);
    await sql.run(USED, now, group);
    const email = (await sql.get<{ email: AgentEmail }>(EMAIL_OF, agent))?.email;
    if (email === undefined) throw new Error('the agent has no row');
    return { is: 'paired', agent: email, group, device: joining.device.id, isAgain: device !== null };
  };
}

import type { AgentEmail } from '../../src-shared/brand.ts';
import { agentWriting, UnknownAgent } from '../agents/agents.ts';
import { deviceWriting } from '../agents/devices.ts';
import { listAgents, listDevices, type ListedDevice } from '../agents/listing.ts';
import { hashOf, newPairingCode } from '../agents/secrets.ts';
import { groupWriting, listWaiting, type ListedWaiting } from '../groups/groups.ts';
import type { NewDevice } from '../agents/devices.ts';
import type { AgentId } from '../sql/ids.ts';
import type { Database, Sql } from '../sql/sql.ts';

/** A code that pairs one app with an agent, once. */
export interface PairingOffer {
  readonly agent: AgentEmail;
  readonly code: string;
}

export interface DeviceVerbs {
  /** @throws UnknownAgent */
  add(agent: AgentEmail, device: NewDevice, now: number): Promise<void>;
  /**
   * Makes pairing codes that are good until then (ms since 1970), for all of these agents or for none.
   * @param agents 'all': everybody who is not blocked in Allo
   * @throws UnknownAgent
   */
  offer(agents: readonly AgentEmail[] | 'all', until: number): Promise<PairingOffer[]>;
  list(): Promise<ListedDevice[]>;
  /** Computers that wait to be approved. */
  waiting(): Promise<ListedWaiting[]>;
  /** Lets a computer that waits be paired when it asks next. @returns null: none waits by that id */
  approve(computer: string, now: number): Promise<ListedWaiting | null>;
  /** @returns false: there is no such device */
  revoke(device: string, now: number): Promise<boolean>;
}

export function deviceVerbs(database: Database): DeviceVerbs {
  return {
    add: (agent, device, now) =>
      database.transaction(async (sql) => deviceWriting(sql).add(await agentIn(sql, agent), device, now)),
    offer: (agents, until) =>
      database.transaction(async (sql) => {
        await sql.lock('directory');
        const writing = deviceWriting(sql);
        const offers: PairingOffer[] = [];
        for (const agent of agents === 'all' ? await unblocked(sql) : agents) {
          const code = newPairingCode();
          await writing.offer(await agentIn(sql, agent), hashOf(code), until);
          offers.push({ agent, code });
        }
        return offers;
      }),
    list: () => listDevices(database.read),
    waiting: async () => (await listWaiting(database.read)).filter(({ approved }) => !approved),
    approve: (computer, now) => database.transaction((sql) => groupWriting(sql).approve(computer, now)),
    revoke: (device, now) => database.transaction((sql) => deviceWriting(sql).revoke(device, now)),
  };
}

/** Whoever is blocked in Allo has lost their devices, and gets one back by name only. */
async function unblocked(sql: Sql): Promise<AgentEmail[]> {
  return (await listAgents(sql)).filter(({ blockedAt }) => blockedAt === null).map(({ email }) => email);
}

/** Holds the directory, so that the agent is still there when it is written of. @throws UnknownAgent */
export async function agentIn(sql: Sql, email: AgentEmail): Promise<AgentId> {
  await sql.lock('directory');
  const agent = await agentWriting(sql).find(email);
  if (agent === null) throw new UnknownAgent(email);
  return agent;
}

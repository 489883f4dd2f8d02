import type { AgentEmail } from '../../src-shared/brand.ts';
import { groupWriting, listGroups, type ListedGroup, type NewGroup } from '../groups/groups.ts';
import type { AgentId } from '../sql/ids.ts';
import type { Database } from '../sql/sql.ts';
import { agentIn } from './devices.ts';

export interface GroupAsked extends Omit<NewGroup, 'agents'> {
  /** Null: every agent of this relay, those included who are added later. */
  readonly agents: readonly AgentEmail[] | null;
}

export interface GroupVerbs {
  /** @throws GroupExists, UnknownAgent */
  add(group: GroupAsked, now: number): Promise<void>;
  list(now: number): Promise<ListedGroup[]>;
  /**
   * The token is void from now on.
   * @param withDevices whether what was paired by it is closed too
   * @returns how many devices were closed; null: there is no such group
   */
  revoke(name: string, withDevices: boolean, now: number): Promise<number | null>;
}

export function groupVerbs(database: Database): GroupVerbs {
  return {
    add: ({ agents, ...group }, now) =>
      database.transaction(async (sql) => {
        const ids: AgentId[] = [];
        for (const agent of agents ?? []) ids.push(await agentIn(sql, agent));
        await groupWriting(sql).add({ ...group, agents: agents === null ? null : ids }, now);
      }),
    list: (now) => listGroups(database.read, now),
    revoke: (name, withDevices, now) =>
      database.transaction((sql) => groupWriting(sql).revoke(name, withDevices, now)),
  };
}

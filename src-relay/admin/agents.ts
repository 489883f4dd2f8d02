import type { AgentEmail } from '../../src-shared/brand.ts';
import { agentWriting, type AgentChange } from '../agents/agents.ts';
import { directoryReader, type AgentDirectory } from '../agents/directory.ts';
import { listAgents, type ListedAgent } from '../agents/listing.ts';
import type { RelayConfig } from '../config/schema.ts';
import type { Database } from '../sql/sql.ts';

export interface AgentUpdate extends AgentChange {
  /** What is taken off before the rest is added. */
  readonly gone: { readonly lines: readonly string[]; readonly aliases: readonly string[] };
}

export interface AgentVerbs {
  /** Adds an agent, or more to one who is there. @returns whether it is a new one. @throws AddressTaken */
  add(change: AgentChange, now: number): Promise<boolean>;
  /** @returns null: there is no such agent. @throws AddressTaken, NotTheirs: nothing was changed */
  update(update: AgentUpdate, now: number): Promise<ListedAgent | null>;
  list(): Promise<ListedAgent[]>;
  /** @returns false: there is no such agent */
  remove(email: AgentEmail): Promise<boolean>;
  /** Who is who, with what the config says. */
  directory(config: RelayConfig): Promise<AgentDirectory>;
}

export function agentVerbs(database: Database): AgentVerbs {
  return {
    add: (change, now) => database.transaction((sql) => agentWriting(sql).add(change, now)),
    update: ({ gone, ...change }, now) =>
      database.transaction(async (sql) => {
        await sql.lock('directory');
        const writing = agentWriting(sql);
        const id = await writing.find(change.email);
        if (id === null) return null;
        await writing.takeOff(id, gone);
        await writing.add(change, now);
        return (await listAgents(sql)).find(({ email }) => email === change.email) ?? null;
      }),
    list: () => listAgents(database.read),
    remove: (email) => database.transaction((sql) => agentWriting(sql).remove(email, 'hand')),
    directory: (config) => directoryReader()(database.read, config),
  };
}

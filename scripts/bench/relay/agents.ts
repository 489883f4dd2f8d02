import type { AgentEmail } from '../../../src-shared/brand.ts';
import { agentWriting } from '../../../src-relay/agents/agents.ts';
import { deviceWriting, newDeviceId } from '../../../src-relay/agents/devices.ts';
import { hashOf, newToken } from '../../../src-relay/agents/secrets.ts';
import type { Database } from '../../../src-relay/sql/sql.ts';
import type { Device } from './load-asks.ts';

/** Adds agents with one paired device each, all in one transaction: one process per agent would take minutes. Closes the database. */
export async function addAgents(database: Database, addresses: readonly string[]): Promise<Device[]> {
  try {
    return await database.transaction(async (sql) => {
      const [agents, devices] = [agentWriting(sql), deviceWriting(sql)];
      const added: Device[] = [];
      for (const agent of addresses) {
        await agents.add({ email: agent as AgentEmail, name: null, lines: [], aliases: [] }, Date.now());
        const id = await agents.find(agent);
        if (id === null) throw new Error('the agent has no row');
        const token = newToken();
        await devices.add(id, { id: newDeviceId(), tokenHash: hashOf(token), name: null }, Date.now());
        added.push({ agent, token });
      }
      return added;
    });
  } finally {
    await database.close();
  }
}

import type { AgentEmail } from '../../../src-shared/brand.ts';
import { agentWriting } from '../../../src-relay/agents/agents.ts';
import { deviceWriting, newDeviceId } from '../../../src-relay/agents/devices.ts';
import { hashOf, newToken } from '../../../src-relay/agents/secrets.ts';
import { inTransaction, openJournalDatabase } from '../../../src-relay/sqlite/database.ts';
import type { Device } from './load-asks.ts';

/** Adds agents with one paired device each, all in one transaction: one process per agent would take minutes. */
export function addAgents(folder: string, addresses: readonly string[]): Device[] {
  const db = openJournalDatabase(folder);
  try {
    const [agents, devices] = [agentWriting(db), deviceWriting(db)];
    return inTransaction(db, () =>
      addresses.map((agent) => {
        agents.add({ email: agent as AgentEmail, name: null, lines: [], aliases: [] }, Date.now());
        const id = agents.find(agent);
        if (id === null) throw new Error('the agent has no row');
        const token = newToken();
        devices.add(id, { id: newDeviceId(), tokenHash: hashOf(token), name: null }, Date.now());
        return { agent, token };
      }),
    );
  } finally {
    db.close();
  }
}

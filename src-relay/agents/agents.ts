import type { DatabaseSync } from 'node:sqlite';
import type { AgentEmail } from '../../src-shared/brand.ts';
import { query } from '../journal/database.ts';
import type { AgentId } from '../journal/ids.ts';

export interface AgentChange {
  readonly email: AgentEmail;
  readonly name: string | null;
  readonly lines: readonly string[];
  readonly aliases: readonly string[];
}

export interface ListedAgent extends AgentChange {
  readonly devices: number;
}

export interface AgentWriting {
  /** Adds an agent, or adds a name, lines and aliases to one who is there. @returns whether it is a new one */
  add(change: AgentChange, now: number): boolean;
  /**
   * Takes lines and aliases off an agent, all of them or none.
   * @throws NotTheirs when there is something that the agent does not have
   */
  takeOff(
    agent: AgentId,
    what: { readonly lines: readonly string[]; readonly aliases: readonly string[] },
  ): void;
  /** Removes an agent with everything that is theirs; their devices are closed. @returns false: no such agent */
  remove(email: string): boolean;
  list(): ListedAgent[];
  find(email: string): AgentId | null;
}

/** An address that already leads to somebody else. */
export class AddressTaken extends Error {
  override readonly name = 'AddressTaken';
}

/** A line or an alias that is to be taken off an agent who does not have it. */
export class NotTheirs extends Error {
  override readonly name = 'NotTheirs';
}

/** Writes agents; runs inside a transaction. */
export function agentWriting(db: DatabaseSync): AgentWriting {
  const find = query<{ id: AgentId }>(db, 'SELECT id FROM agent WHERE email = ?');
  const insert = query<{ id: AgentId }>(
    db,
    `INSERT INTO agent (email, name, floor, added_at)
     SELECT ?, ?, first_seq, ? FROM journal RETURNING id`,
  );
  const rename = query(db, 'UPDATE agent SET name = ? WHERE id = ?');
  const ownerOf = query<{ agent: AgentId }>(db, 'SELECT agent FROM alias WHERE address = ?');
  const addAlias = query(db, 'INSERT OR IGNORE INTO alias (address, agent) VALUES (?, ?)');
  const addLine = query(db, 'INSERT OR IGNORE INTO line (number, agent) VALUES (?, ?)');
  const dropAlias = query(db, 'DELETE FROM alias WHERE address = ? AND agent = ?');
  const dropLine = query(db, 'DELETE FROM line WHERE number = ? AND agent = ?');
  // A device that outlived its agent must never find its cursor inside a new agent's sequence.
  const retire = query(
    db,
    'UPDATE journal SET first_seq = max(first_seq, (SELECT head FROM sequence WHERE agent = ?))',
  );
  const remove = query(db, 'DELETE FROM agent WHERE id = ?');
  const agents = query<{ id: AgentId; email: AgentEmail; name: string | null; devices: number }>(
    db,
    `SELECT id, email, name, (SELECT count(*) FROM device WHERE agent = agent.id) AS devices
     FROM agent ORDER BY email`,
  );
  const linesOf = query<{ number: string }>(db, 'SELECT number FROM line WHERE agent = ? ORDER BY number');
  const aliasesOf = query<{ address: string }>(
    db,
    'SELECT address FROM alias WHERE agent = ? ORDER BY address',
  );

  const idOf = (email: string): AgentId | null => find.get(email.trim().toLowerCase())?.id ?? null;

  function claimAddress(address: string, agent: AgentId): void {
    const owner = ownerOf.get(address)?.agent ?? idOf(address);
    if (owner !== null && owner !== undefined && owner !== agent) {
      throw new AddressTaken(`${address} already leads to another agent`);
    }
  }

  return {
    find: idOf,
    add: ({ email, name, lines, aliases }, now) => {
      const known = idOf(email);
      const id = known ?? insert.get(email, name, now)?.id;
      if (id === undefined) throw new Error('the agent has no row');
      claimAddress(email, id);
      if (known !== null && name !== null) rename.run(name, id);
      for (const alias of aliases) {
        claimAddress(alias, id);
        addAlias.run(alias, id);
      }
      for (const line of lines) addLine.run(line, id);
      return known === null;
    },
    takeOff: (agent, { lines, aliases }) => {
      for (const line of lines) {
        if (dropLine.run(line, agent) === 0) throw new NotTheirs(`${line} is not a line of theirs`);
      }
      for (const alias of aliases) {
        if (dropAlias.run(alias, agent) === 0) throw new NotTheirs(`${alias} is not an alias of theirs`);
      }
    },
    remove: (email) => {
      const id = idOf(email);
      if (id === null) return false;
      retire.run(id);
      remove.run(id);
      return true;
    },
    list: () =>
      agents.all().map(({ id, email, name, devices }) => ({
        email,
        name,
        devices,
        lines: linesOf.all(id).map((row) => row.number),
        aliases: aliasesOf.all(id).map((row) => row.address),
      })),
  };
}

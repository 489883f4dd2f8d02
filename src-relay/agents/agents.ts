import type { DatabaseSync } from 'node:sqlite';
import type { AgentEmail } from '../../src-shared/brand.ts';
import { query } from '../sqlite/database.ts';
import type { AgentId } from '../sql/ids.ts';
import type { Origin } from './address.ts';
import { keepingOff } from './kept-off.ts';
import { agentListing, type ListedAgent } from './listing.ts';

export interface AgentChange {
  readonly email: AgentEmail;
  readonly name: string | null;
  readonly lines: readonly string[];
  readonly aliases: readonly string[];
}

export interface AgentWriting {
  /**
   * What the admin writes: adds an agent, or adds a name, lines and aliases to one who is there, and takes over what a sync
   * had brought of it.
   * @returns whether it is a new one
   */
  add(change: AgentChange, now: number): boolean;
  /**
   * Takes lines and aliases off an agent, all of them or none.
   * @throws NotTheirs when there is something that the agent does not have
   */
  takeOff(
    agent: AgentId,
    what: { readonly lines: readonly string[]; readonly aliases: readonly string[] },
  ): void;
  /**
   * Removes an agent with everything that is theirs; their devices are closed. Whom the admin removes, no sync brings back.
   * @returns false: no such agent
   */
  remove(email: string, by: Origin): boolean;
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
  const takeOver = query(db, "UPDATE agent SET origin = 'hand' WHERE id = ?");
  const rename = query(db, "UPDATE agent SET name = ?, named_by = 'hand' WHERE id = ?");
  const ownerOf = query<{ agent: AgentId; origin: Origin }>(
    db,
    'SELECT agent, origin FROM alias WHERE address = ?',
  );
  const addAlias = query(
    db,
    `INSERT INTO alias (address, agent) VALUES (?, ?)
     ON CONFLICT (address) DO UPDATE SET agent = excluded.agent, origin = 'hand'`,
  );
  const addLine = query(
    db,
    `INSERT INTO line (number, agent) VALUES (?, ?)
     ON CONFLICT (number, agent) DO UPDATE SET origin = 'hand'`,
  );
  const dropAlias = query(db, 'DELETE FROM alias WHERE address = ? AND agent = ?');
  const dropLine = query(db, 'DELETE FROM line WHERE number = ? AND agent = ?');
  // A device that outlived its agent must never find its cursor inside a new agent's sequence.
  const retire = query(
    db,
    'UPDATE journal SET first_seq = max(first_seq, (SELECT head FROM sequence WHERE agent = ?))',
  );
  const remove = query(db, 'DELETE FROM agent WHERE id = ?');
  const emailOf = query<{ email: AgentEmail }>(db, 'SELECT email FROM agent WHERE id = ?');
  const keepOff = keepingOff(db);

  const idOf = (email: string): AgentId | null => find.get(email.trim().toLowerCase())?.id ?? null;

  /** An alias that only a sync brought is the admin's to give to somebody else. */
  function claimAddress(address: string, agent: AgentId): void {
    const alias = ownerOf.get(address);
    const owner = alias?.origin === 'allo' ? agent : (alias?.agent ?? idOf(address));
    if (owner !== null && owner !== agent) {
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
      dropAlias.run(email, ownerOf.get(email)?.agent ?? id);
      takeOver.run(id);
      keepOff.release(email, '');
      if (known !== null && name !== null) rename.run(name, id);
      for (const alias of aliases) {
        claimAddress(alias, id);
        addAlias.run(alias, id);
        keepOff.release(email, alias);
      }
      for (const line of lines) {
        addLine.run(line, id);
        keepOff.release(email, line);
      }
      return known === null;
    },
    takeOff: (agent, { lines, aliases }) => {
      const email = emailOf.get(agent)?.email ?? '';
      for (const line of lines) {
        if (dropLine.run(line, agent) === 0) throw new NotTheirs(`${line} is not a line of theirs`);
        keepOff.add(email, line);
      }
      for (const alias of aliases) {
        if (dropAlias.run(alias, agent) === 0) throw new NotTheirs(`${alias} is not an alias of theirs`);
        keepOff.add(email, alias);
      }
    },
    remove: (email, by) => {
      const id = idOf(email);
      if (id === null) return false;
      if (by === 'hand') keepOff.addAgent(id);
      retire.run(id);
      remove.run(id);
      return true;
    },
    list: agentListing(db),
  };
}

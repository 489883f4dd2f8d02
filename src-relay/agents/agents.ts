import type { AgentEmail } from '../../src-shared/brand.ts';
import type { AgentId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';
import type { Origin } from './address.ts';
import { keepingOff } from './kept-off.ts';

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
   * @throws AddressTaken
   */
  add(change: AgentChange, now: number): Promise<boolean>;
  /**
   * Takes lines and aliases off an agent, all of them or none.
   * @throws NotTheirs when there is something that the agent does not have
   */
  takeOff(
    agent: AgentId,
    what: { readonly lines: readonly string[]; readonly aliases: readonly string[] },
  ): Promise<void>;
  /**
   * Removes an agent with everything that is theirs; their devices are closed. Whom the admin removes, no sync brings back.
   * @returns false: no such agent
   */
  remove(email: string, by: Origin): Promise<boolean>;
  find(email: string): Promise<AgentId | null>;
}

/** An address that already leads to somebody else. */
export class AddressTaken extends Error {
  override readonly name = 'AddressTaken';
}

/** A line or an alias that is to be taken off an agent who does not have it. */
export class NotTheirs extends Error {
  override readonly name = 'NotTheirs';
}

/** Nobody was added by that address. */
export class UnknownAgent extends Error {
  override readonly name = 'UnknownAgent';
  constructor(email: string) {
    super(`there is no agent ${email}: add them with agents add ${email}`);
  }
}

const FIND = 'SELECT id FROM agent WHERE email = ?';
const INSERT = `
  INSERT INTO agent (email, name, floor, added_at)
  SELECT CAST(?1 AS TEXT), CAST(?2 AS TEXT), first_seq, CAST(?3 AS BIGINT) FROM journal RETURNING id`;
const TAKE_OVER = "UPDATE agent SET origin = 'hand' WHERE id = ?";
const RENAME = "UPDATE agent SET name = ?, named_by = 'hand' WHERE id = ?";
const OWNER_OF = 'SELECT agent, origin FROM alias WHERE address = ?';
const ADD_ALIAS = `
  INSERT INTO alias (address, agent) VALUES (?, ?)
  ON CONFLICT (address) DO UPDATE SET agent = excluded.agent, origin = 'hand'`;
const ADD_LINE = `
  INSERT INTO line (number, agent) VALUES (?, ?) ON CONFLICT (number, agent) DO UPDATE SET origin = 'hand'`;
const DROP_ALIAS = 'DELETE FROM alias WHERE address = ? AND agent = ?';
const DROP_LINE = 'DELETE FROM line WHERE number = ? AND agent = ?';
/** Who is told meanwhile by another relay waits for the row, and their sequence for us. */
const HOLD = 'UPDATE agent SET floor = floor WHERE id = ?';
/** A device that outlived its agent must never find its cursor inside a new agent's sequence. */
const RETIRE = `
  UPDATE journal SET first_seq =
    (SELECT CASE WHEN journal.first_seq > head THEN journal.first_seq ELSE head END FROM sequence WHERE agent = ?)`;
const REMOVE = 'DELETE FROM agent WHERE id = ?';
const EMAIL_OF = 'SELECT email FROM agent WHERE id = ?';

/** Writes agents; runs inside a transaction. */
export function agentWriting(sql: Sql): AgentWriting {
  const keepOff = keepingOff(sql);
  const ownerOf = (address: string) => sql.get<{ agent: AgentId; origin: Origin }>(OWNER_OF, address);

  async function find(email: string): Promise<AgentId | null> {
    return (await sql.get<{ id: AgentId }>(FIND, email.trim().toLowerCase()))?.id ?? null;
  }

  /** An alias that only a sync brought is the admin's to give to somebody else. */
  async function claimAddress(address: string, agent: AgentId): Promise<void> {
    const alias = await ownerOf(address);
    const owner = alias?.origin === 'allo' ? agent : (alias?.agent ?? (await find(address)));
    if (owner !== null && owner !== agent) {
      throw new AddressTaken(`${address} already leads to another agent`);
    }
  }

  async function insert({ email, name }: AgentChange, now: number): Promise<AgentId> {
    const row = await sql.get<{ id: AgentId }>(INSERT, email, name, now);
    if (row === undefined) throw new Error('the agent has no row');
    return row.id;
  }

  return {
    find,
    add: async (change, now) => {
      await sql.lock('directory');
      const { email, name, lines, aliases } = change;
      const known = await find(email);
      const id = known ?? (await insert(change, now));
      await claimAddress(email, id);
      await sql.run(DROP_ALIAS, email, (await ownerOf(email))?.agent ?? id);
      await sql.run(TAKE_OVER, id);
      await keepOff.release(email, '');
      if (known !== null && name !== null) await sql.run(RENAME, name, id);
      for (const alias of aliases) {
        await claimAddress(alias, id);
        await sql.run(ADD_ALIAS, alias, id);
        await keepOff.release(email, alias);
      }
      for (const line of lines) {
        await sql.run(ADD_LINE, line, id);
        await keepOff.release(email, line);
      }
      return known === null;
    },
    takeOff: async (agent, { lines, aliases }) => {
      await sql.lock('directory');
      const email = (await sql.get<{ email: AgentEmail }>(EMAIL_OF, agent))?.email ?? '';
      for (const line of lines) {
        if ((await sql.run(DROP_LINE, line, agent)) === 0)
          throw new NotTheirs(`${line} is not a line of theirs`);
        await keepOff.add(email, line);
      }
      for (const alias of aliases) {
        if ((await sql.run(DROP_ALIAS, alias, agent)) === 0) {
          throw new NotTheirs(`${alias} is not an alias of theirs`);
        }
        await keepOff.add(email, alias);
      }
    },
    remove: async (email, by) => {
      await sql.lock('directory');
      const id = await find(email);
      if (id === null) return false;
      if (by === 'hand') await keepOff.addAgent(id);
      await sql.run(HOLD, id);
      await sql.run(RETIRE, id);
      await sql.run(REMOVE, id);
      return true;
    },
  };
}

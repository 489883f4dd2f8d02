import { agentWriting } from '../agents/agents.ts';
import type { Sql } from '../sql/sql.ts';
import type { DirectoryChanges } from './changes.ts';

const ADD = `
  INSERT INTO agent (email, name, floor, added_at, origin, named_by)
  SELECT CAST(?1 AS TEXT), CAST(?2 AS TEXT), first_seq, CAST(?3 AS BIGINT), 'allo', 'allo' FROM journal`;
const RENAME = "UPDATE agent SET name = ?, named_by = 'allo' WHERE email = ?";
const LINK = `
  INSERT INTO allo_user (id, agent) SELECT CAST(?1 AS TEXT), id FROM agent WHERE email = ?2
  ON CONFLICT (id) DO UPDATE SET agent = excluded.agent`;
const ADD_ALIAS = `
  INSERT INTO alias (address, agent, origin) SELECT CAST(?1 AS TEXT), id, 'allo' FROM agent WHERE email = ?2
  ON CONFLICT DO NOTHING`;
const DROP_ALIAS = "DELETE FROM alias WHERE address = ? AND origin = 'allo'";
const BLOCK = 'UPDATE agent SET blocked_at = ? WHERE email = ?';
const DROP_DEVICES = 'DELETE FROM device WHERE agent = (SELECT id FROM agent WHERE email = ?)';
const DROP_PAIRINGS = 'DELETE FROM pairing WHERE agent = (SELECT id FROM agent WHERE email = ?)';
const SET_LINE = `
  INSERT INTO allo_line (number, name) VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET name = excluded.name`;
const DROP_LINE = 'DELETE FROM allo_line WHERE number = ?';
const ANSWER = `
  INSERT INTO line (number, agent, origin) SELECT CAST(?1 AS TEXT), id, 'allo' FROM agent WHERE email = ?2
  ON CONFLICT DO NOTHING`;
const ANSWER_NO_LONGER = `
  DELETE FROM line WHERE number = ? AND origin = 'allo' AND agent = (SELECT id FROM agent WHERE email = ?)`;

/**
 * Carries changes out; runs inside the transaction in which they were found. Changes of one kind do not wait for each other's
 * answers: a team of thousands would take as many round trips to a server.
 */
export async function applyChanges(sql: Sql, changes: DirectoryChanges, now: number): Promise<void> {
  const writing = agentWriting(sql);
  await each(changes.added, ({ agent, name }) => sql.run(ADD, agent, name, now));
  await each(changes.renamed, ({ agent, to }) => sql.run(RENAME, to, agent));
  await each(changes.aliasesGone, ({ alias }) => sql.run(DROP_ALIAS, alias));
  await each(changes.aliases, ({ agent, alias }) => sql.run(ADD_ALIAS, alias, agent));
  await each(changes.links, ({ user, agent }) => sql.run(LINK, user, agent));
  await each(changes.blocked, (agent) => sql.run(BLOCK, now, agent));
  // A link that is on its way would be a way back.
  await each(changes.blocked, (agent) => sql.run(DROP_PAIRINGS, agent));
  await each(changes.blocked, (agent) => sql.run(DROP_DEVICES, agent));
  await each(changes.unblocked, (agent) => sql.run(BLOCK, null, agent));
  await each(changes.lines, ({ number, name }) => sql.run(SET_LINE, number, name));
  await each(changes.linesGone, (number) => sql.run(DROP_LINE, number));
  await each(changes.answers, ({ number, agent }) => sql.run(ANSWER, number, agent));
  await each(changes.answersGone, ({ number, agent }) => sql.run(ANSWER_NO_LONGER, number, agent));
  for (const { agent, isRemoved } of changes.gone) if (isRemoved) await writing.remove(agent, 'allo');
}

async function each<T>(list: readonly T[], change: (one: T) => Promise<unknown>): Promise<void> {
  await Promise.all(list.map(change));
}

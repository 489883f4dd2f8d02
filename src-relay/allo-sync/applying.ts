import type { DatabaseSync } from 'node:sqlite';
import { agentWriting } from '../agents/agents.ts';
import { query } from '../sqlite/database.ts';
import type { DirectoryChanges } from './changes.ts';

/** Carries changes out; runs inside the transaction in which they were found. */
export function changesApplying(db: DatabaseSync): (changes: DirectoryChanges, now: number) => void {
  const writing = agentWriting(db);
  const add = query(
    db,
    `INSERT INTO agent (email, name, floor, added_at, origin, named_by)
     SELECT ?, ?, first_seq, ?, 'allo', 'allo' FROM journal`,
  );
  const rename = query(db, "UPDATE agent SET name = ?, named_by = 'allo' WHERE email = ?");
  const link = query(
    db,
    'INSERT OR REPLACE INTO allo_user (id, agent) SELECT ?, id FROM agent WHERE email = ?',
  );
  const addAlias = query(
    db,
    "INSERT OR IGNORE INTO alias (address, agent, origin) SELECT ?, id, 'allo' FROM agent WHERE email = ?",
  );
  const dropAlias = query(db, "DELETE FROM alias WHERE address = ? AND origin = 'allo'");
  const block = query(db, 'UPDATE agent SET blocked_at = ? WHERE email = ?');
  const dropDevices = query(db, 'DELETE FROM device WHERE agent = (SELECT id FROM agent WHERE email = ?)');
  const dropPairings = query(db, 'DELETE FROM pairing WHERE agent = (SELECT id FROM agent WHERE email = ?)');
  const setLine = query(
    db,
    `INSERT INTO allo_line (number, name) VALUES (?, ?)
     ON CONFLICT (number) DO UPDATE SET name = excluded.name`,
  );
  const dropLine = query(db, 'DELETE FROM allo_line WHERE number = ?');
  const answer = query(
    db,
    "INSERT OR IGNORE INTO line (number, agent, origin) SELECT ?, id, 'allo' FROM agent WHERE email = ?",
  );
  const answerNoLonger = query(
    db,
    `DELETE FROM line WHERE number = ? AND origin = 'allo'
     AND agent = (SELECT id FROM agent WHERE email = ?)`,
  );
  return (changes, now) => {
    for (const { agent, name } of changes.added) add.run(agent, name, now);
    for (const { agent, to } of changes.renamed) rename.run(to, agent);
    for (const { alias } of changes.aliasesGone) dropAlias.run(alias);
    for (const { agent, alias } of changes.aliases) addAlias.run(alias, agent);
    for (const { user, agent } of changes.links) link.run(user, agent);
    for (const agent of changes.blocked) {
      block.run(now, agent);
      // A link that is on its way would be a way back.
      dropPairings.run(agent);
      dropDevices.run(agent);
    }
    for (const agent of changes.unblocked) block.run(null, agent);
    for (const { number, name } of changes.lines) setLine.run(number, name);
    for (const number of changes.linesGone) dropLine.run(number);
    for (const { number, agent } of changes.answers) answer.run(number, agent);
    for (const { number, agent } of changes.answersGone) answerNoLonger.run(number, agent);
    for (const { agent, isRemoved } of changes.gone) if (isRemoved) writing.remove(agent, 'allo');
  };
}

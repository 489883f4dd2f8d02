import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { journalFile, openJournalDatabase } from '../../../../src-relay/sqlite/database.ts';
import { MIGRATIONS } from '../../../../src-relay/sqlite/schema/schema.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-migrating-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What every version knows. */
const KEPT = `
  INSERT INTO journal (one, epoch) VALUES (1, 'of then');
  INSERT INTO agent (id, email, floor, added_at) VALUES (7, 'ana@ringside.example', 3, 1);
  INSERT INTO line (number, agent) VALUES ('+33199003300', 7);
  INSERT INTO event (id, webhook_id, topic, call, occurred_at, received_at, data)
    VALUES (5, 'w', 'call.received', 'c', '2026-01-01T00:00:00Z', 2, '{}');
  INSERT INTO delivery (agent, seq, event, at) VALUES (7, 4, 5, 2)`;
const ASKED = [
  'SELECT epoch FROM journal',
  'SELECT id, email, floor FROM agent',
  'SELECT agent, head FROM sequence',
  'SELECT number, agent FROM line',
  'SELECT d.seq, e.webhook_id, e.call FROM delivery d JOIN event e ON e.id = d.event',
];

function journalOf(version: number, at = folder): void {
  mkdirSync(at, { recursive: true });
  const old = new DatabaseSync(journalFile(at));
  for (const migration of MIGRATIONS.slice(0, version)) old.exec(migration);
  if (version > 0) old.exec(KEPT);
  old.exec(`PRAGMA user_version = ${version}`);
  old.close();
}

function schemaOf(db: DatabaseSync): unknown[] {
  return db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2').all();
}

describe('an embedded journal', () => {
  test.each(MIGRATIONS.map((_, version) => version))(
    'of version %i becomes one of today, with all that is in it',
    (version) => {
      journalOf(version);
      const db = openJournalDatabase(folder);
      const fresh = openJournalDatabase(join(folder, 'fresh'));
      expect(schemaOf(db)).toEqual(schemaOf(fresh));
      expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
      if (version > 0) {
        expect(ASKED.map((text) => db.prepare(text).get())).toEqual([
          { epoch: 'of then' },
          { id: 7, email: 'ana@ringside.example', floor: 3 },
          { agent: 7, head: 4 },
          { number: '+33199003300', agent: 7 },
          { seq: 4, webhook_id: 'w', call: 'c' },
        ]);
      }
      db.close();
      fresh.close();
    },
  );

  test('whose making was broken off is as it was before, and is made by the next one', () => {
    journalOf(1);
    const clash = new DatabaseSync(journalFile(folder));
    clash.exec(
      `CREATE TABLE ${/CREATE TABLE (\w+)/.exec(MIGRATIONS.at(-1) ?? '')?.[1]} (of_somebody_else INTEGER)`,
    );
    const before = schemaOf(clash);
    expect(() => openJournalDatabase(folder)).toThrow(/cannot keep a journal/);
    expect(schemaOf(clash)).toEqual(before);
    expect(clash.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    clash.exec(`DROP TABLE ${/CREATE TABLE (\w+)/.exec(MIGRATIONS.at(-1) ?? '')?.[1]}`);
    clash.close();
    openJournalDatabase(folder).close();
  });

  test('of a newer version is left alone', () => {
    journalOf(MIGRATIONS.length);
    const newer = new DatabaseSync(journalFile(folder));
    newer.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    newer.close();
    expect(() => openJournalDatabase(folder)).toThrow(/newer version of Ringside/);
  });
});

import { afterEach, expect, it } from 'vitest';
import { journalReader } from '../../../src-relay/journal/reader.ts';
import type { AgentId } from '../../../src-relay/sql/ids.ts';
import { inJournal, openDatabase, relayLab, type LabEngine } from '../../fixtures/relay/lab.ts';

const labs = { embedded: relayLab('embedded'), postgres: relayLab('postgres') };
afterEach(async () => {
  for (const lab of Object.values(labs)) await lab.cleanUp();
});

it.each<LabEngine>(['embedded', 'postgres'])('a list of any length is asked about on %s', async (engine) => {
  const folder = await labs[engine].folder();
  const statement = 'INSERT INTO agent (id, email, floor, added_at) VALUES (?, ?, ?, 0)';
  await inJournal(folder, async (sql) => {
    for (let id = 1; id <= 250; id += 1) await sql.run(statement, id, `a${id}@ringside.example`, id);
  });
  const { read, close } = openDatabase(folder);
  const reader = await journalReader(read);
  for (const length of [0, 1, 99, 100, 101, 250]) {
    const ids = Array.from({ length }, (_, i) => (250 - i) as AgentId);
    const spans = await reader.spans([...ids, ...ids.slice(0, 3), 777 as AgentId]);
    expect([...spans.keys()].sort((a, b) => a - b)).toEqual(ids.toReversed());
    for (const id of ids) expect(spans.get(id)).toMatchObject({ floor: id, head: id });
  }
  await close();
});

import { foundErasing } from '../crm/cache/forgetting.ts';
import { readErasingKey } from '../sql/erasing-key.ts';
import type { EventId } from '../sql/ids.ts';
import type { Database, Sql } from '../sql/sql.ts';
import { fewAtOnce, inSteps } from '../sql/steps.ts';
import { contactsIn } from './contacts.ts';
import { erasedNames } from './marking.ts';
import type { Sought, Spotting } from './sought.ts';
import { tailsOf } from './text-search.ts';

export interface Remains {
  readonly contacts: number;
  readonly quarantined: number;
}

const CHUNK = 500;
const DROP_CALLS = `
  DELETE FROM past_call WHERE tail = CAST(?1 AS TEXT)
    AND (e164 IS NULL OR CAST(?2 AS TEXT) IS NULL OR e164 = CAST(?2 AS TEXT))`;
const MEMORIES = `SELECT event, body FROM memory WHERE event > ? ORDER BY event LIMIT ${CHUNK}`;
const MEMORY = 'SELECT body FROM memory WHERE event = ?';
const PUT_MEMORY = 'UPDATE memory SET body = ? WHERE event = ?';
const DROP_CONTACT = 'DELETE FROM contact WHERE id = ?';
const NEXT_QUARANTINED = 'SELECT id, body FROM quarantine WHERE id > ? ORDER BY id LIMIT 1';
const DROP_QUARANTINED = 'DELETE FROM quarantine WHERE id = ?';

/** Takes somebody out of everything besides events, in small transactions: what is remembered, contacts, quarantine. */
export async function eraseRemains(database: Database, sought: Sought, spot: Spotting): Promise<Remains> {
  const key = await readErasingKey(database.read);
  await inSteps(database, sought.numbers, async (sql, step) => {
    const found = foundErasing(sql, key);
    await fewAtOnce(step, (number) =>
      Promise.all([sql.run(DROP_CALLS, number.tail, number.e164), found.ofNumber(number, tailsOf(number))]),
    );
  });
  await redactMemories(database, spot);
  const contacts: string[] = [];
  for await (const contact of contactsIn(database.read)) if (spot.isIn(contact)) contacts.push(contact.id);
  await inSteps(database, contacts, async (sql, step) => {
    for (const id of step) {
      await sql.run(DROP_CONTACT, id);
      await foundErasing(sql, key).ofPerson([id]);
    }
  });
  const quarantined = await quarantinedOf(database.read, spot);
  await inSteps(database, quarantined, async (sql, step) => {
    for (const id of step) await sql.run(DROP_QUARANTINED, id);
  });
  return { contacts: contacts.length, quarantined: quarantined.length };
}

/** What is remembered of others' calls, where it mentions them. */
async function redactMemories(database: Database, { mentions, without }: Spotting): Promise<void> {
  const found: EventId[] = [];
  // A few at a time: there may be as many as calls.
  for (let last = 0 as EventId; ;) {
    const rows = await database.read.all<{ event: EventId; body: string }>(MEMORIES, last);
    const end = rows.at(-1);
    if (end === undefined) break;
    for (const { event, body } of rows) if (mentions(body)) found.push(event);
    last = end.event;
  }
  await inSteps(database, found, async (sql, step) => {
    for (const event of step) {
      const body = (await sql.get<{ body: string }>(MEMORY, event))?.body;
      if (body !== undefined) await sql.run(PUT_MEMORY, JSON.stringify(without(JSON.parse(body))), event);
    }
  });
}

/** Bodies that nobody could read may hold anything: one that mentions them, or an erased call, is theirs. */
async function quarantinedOf(sql: Sql, { mentions }: Spotting): Promise<number[]> {
  const isNamedIn = await erasedNames(sql);
  const isTheirs = (text: string): boolean => mentions(text) || isNamedIn(text);
  const found: number[] = [];
  for (let last = 0; ;) {
    const row = await sql.get<{ id: number; body: Uint8Array }>(NEXT_QUARANTINED, last);
    if (row === undefined) return found;
    const text = new TextDecoder().decode(row.body);
    if (isTheirs(text) || isTheirs(unescaped(text))) found.push(row.id);
    last = row.id;
  }
}

/** `+33…` may be written as `\u002b33…` in JSON. */
function unescaped(json: string): string {
  return json.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

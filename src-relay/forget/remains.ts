import type { DatabaseSync } from 'node:sqlite';
import { query } from '../sqlite/database.ts';
import { erasedMarks } from '../journal/erased.ts';
import type { EventId } from '../sql/ids.ts';
import { foundErasing } from '../crm/cache/forgetting.ts';
import { inSteps } from '../sqlite/steps.ts';
import { contactsIn } from './contacts.ts';
import type { Sought, Spotting } from './sought.ts';
import { tailsOf } from './text-search.ts';

export interface Remains {
  readonly contacts: number;
  readonly quarantined: number;
}

/** Takes somebody out of everything besides events, in small transactions: what is remembered, contacts, quarantine. */
export async function eraseRemains(db: DatabaseSync, sought: Sought, spot: Spotting): Promise<Remains> {
  const dropCalls = query(
    db,
    `DELETE FROM past_call WHERE tail = ?1 AND (e164 IS NULL OR ?2 IS NULL OR e164 = ?2)`,
  );
  const found = foundErasing(db);
  await inSteps(db, sought.numbers, (step) => {
    for (const number of step) {
      dropCalls.run(number.tail, number.e164);
      found.ofNumber(number, tailsOf(number));
    }
  });
  await redactMemories(db, spot);
  const contacts = contactsIn(db).filter(spot.isIn);
  const dropContact = query(db, 'DELETE FROM contact WHERE id = ?');
  await inSteps(db, contacts, (step) => {
    for (const { id } of step) {
      dropContact.run(id);
      found.ofPerson([id]);
    }
  });
  const quarantined = quarantinedOf(db, spot);
  const dropQuarantined = query(db, 'DELETE FROM quarantine WHERE id = ?');
  await inSteps(db, quarantined, (step) => {
    for (const { id } of step) dropQuarantined.run(id);
  });
  return { contacts: contacts.length, quarantined: quarantined.length };
}

/** What is remembered of others' calls, where it mentions them. */
async function redactMemories(db: DatabaseSync, { mentions, without }: Spotting): Promise<void> {
  // One at a time: there may be as many as calls.
  const found: { readonly event: EventId }[] = [];
  for (const { event, body } of query<{ event: EventId; body: string }>(
    db,
    'SELECT event, body FROM memory',
  ).iterate())
    if (mentions(body)) found.push({ event });
  const read = query<{ body: string }>(db, 'SELECT body FROM memory WHERE event = ?');
  const put = query(db, 'UPDATE memory SET body = ? WHERE event = ?');
  await inSteps(db, found, (step) => {
    for (const { event } of step) {
      const body = read.get(event)?.body;
      if (body !== undefined) put.run(JSON.stringify(without(JSON.parse(body))), event);
    }
  });
}

/** Bodies that nobody could read may hold anything: one that mentions them, or an erased call, is theirs. */
function quarantinedOf(db: DatabaseSync, { mentions }: Spotting): { readonly id: number }[] {
  const { isNamedIn } = erasedMarks(db);
  const read = query<{ body: Uint8Array }>(db, 'SELECT body FROM quarantine WHERE id = ?');
  const isTheirs = (text: string): boolean => mentions(text) || isNamedIn(text);
  return query<{ id: number }>(db, 'SELECT id FROM quarantine')
    .all()
    .filter(({ id }) => {
      const text = new TextDecoder().decode(read.get(id)?.body);
      return isTheirs(text) || isTheirs(unescaped(text));
    });
}

/** `+33…` may be written as `\u002b33…` in JSON. */
function unescaped(json: string): string {
  return json.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

import {
  callMark,
  CALLS_KEPT_MS,
  contactMark,
  hashOfMark,
  IDS_KEPT_MS,
  marksNamedIn,
  messageMark,
  ringMark,
  slotOf,
} from '../journal/erased-marks.ts';
import { readErasingKey } from '../sql/erasing-key.ts';
import type { EventId } from '../sql/ids.ts';
import type { Sql } from '../sql/sql.ts';

/** Allo's own ids, as far as an event has them. */
export interface Ids {
  readonly call: string | null;
  readonly message: string | null;
  readonly contact: string | null;
}

const NOTE = `
  INSERT INTO erased (hash, at, until) VALUES (?, ?, ?)
  ON CONFLICT (hash) DO UPDATE SET at = excluded.at, until = excluded.until`;
const SIGHTING = `
  SELECT from_tail AS "fromTail", to_tail AS "toTail", started_at AS "startedAt" FROM sighting WHERE event = ?`;
const HASHES = 'SELECT hash FROM erased';

interface Seen {
  readonly fromTail: string | null;
  readonly toTail: string | null;
  readonly startedAt: number;
}

/**
 * Remembers an event that is being erased, by hashes only, so that what still comes for it is not taken in.
 * @param tails the last digits of whom it is erased for: their number and the start tell a call that has no id yet
 * @param now ms since 1970, by the relay's clock
 */
export async function noteErased(
  sql: Sql,
  key: Uint8Array,
  event: { readonly id: EventId } & Ids,
  tails: ReadonlySet<string>,
  now: number,
): Promise<void> {
  const { call, message, contact } = event;
  const seen = await sql.get<Seen>(SIGHTING, event.id);
  const isYoung = seen !== undefined && now - seen.startedAt <= CALLS_KEPT_MS;
  const rings = isYoung ? [seen.fromTail, seen.toTail].filter((t) => t !== null && tails.has(t)) : [];
  const slot = slotOf(seen?.startedAt ?? 0);
  const marks: (readonly [string, number])[] = [
    ...(call === null ? [] : [[callMark(call), IDS_KEPT_MS] as const]),
    ...(message === null ? [] : [[messageMark(message), IDS_KEPT_MS] as const]),
    ...(contact === null ? [] : [[contactMark(contact), IDS_KEPT_MS] as const]),
    ...rings.map((tail) => [ringMark(tail ?? '', slot), CALLS_KEPT_MS] as const),
  ];
  const notes = marks.map(([mark, keptMs]) => sql.run(NOTE, hashOfMark(key, mark), now, now + keptMs));
  await Promise.all(notes);
}

/** Whether a body that cannot be read names a call or message that was erased, as of now. */
export async function erasedNames(sql: Sql): Promise<(body: string) => boolean> {
  const key = await readErasingKey(sql);
  const rows = await sql.all<{ hash: Uint8Array }>(HASHES);
  const hashes = new Set(rows.map(({ hash }) => Buffer.from(hash).toString('base64')));
  return (body) =>
    hashes.size > 0 &&
    marksNamedIn(body).some((mark) => hashes.has(hashOfMark(key, mark).toString('base64')));
}

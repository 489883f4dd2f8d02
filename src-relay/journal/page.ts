import type { Sql } from '../sql/sql.ts';
import type { AgentId } from '../sql/ids.ts';
import type { EventRecord } from './commands.ts';

/** An event in an agent's sequence. */
export interface Entry {
  readonly seq: number;
  readonly record: EventRecord;
}

const PAGE_EVENTS = 50;
const PAGE_BYTES = 1024 * 1024;
/** So big an event is read by itself: fifty of them would be 250 MiB. Fifty smaller ones fit a page. */
const BIG_BYTES = Math.floor(PAGE_BYTES / PAGE_EVENTS);

type Row = Omit<EventRecord, 'data'> & {
  readonly seq: number;
  readonly bytes: number;
  /** Null: it is big. */
  readonly data: string | null;
};

const PAGE = `
  SELECT d.seq, e.call, e.topic, e.webhook_id AS "webhookId", e.occurred_at AS "occurredAt",
         e.received_at AS "receivedAt", octet_length(e.data) AS bytes,
         CASE WHEN octet_length(e.data) <= ${BIG_BYTES} THEN e.data END AS data, e.reduced, m.body AS memory
  FROM delivery d JOIN event e ON e.id = d.event LEFT JOIN memory m ON m.event = d.event
  WHERE d.agent = ? AND d.seq > ? ORDER BY d.seq LIMIT ${PAGE_EVENTS}`;
const BIG_ONES = `
  SELECT d.seq, e.data FROM delivery d JOIN event e ON e.id = d.event
  WHERE d.agent = ? AND d.seq >= ? AND d.seq <= ? AND octet_length(e.data) > ${BIG_BYTES}`;

/**
 * What follows `after` in an agent's sequence, in order: up to 50 events, and no more once they pass 1 MiB; whatever is
 * beyond is not read either. @throws StoreFault
 */
export async function pageOf(sql: Sql, agent: AgentId, after: number): Promise<Entry[]> {
  const rows = withinPage(await sql.all<Row>(PAGE, agent, after));
  const big = rows.filter(({ data }) => data === null);
  const [first, last] = [big[0]?.seq, big.at(-1)?.seq];
  const bigData = new Map<number, string>();
  if (first !== undefined && last !== undefined) {
    const read = await sql.all<{ seq: number; data: string }>(BIG_ONES, agent, first, last);
    for (const { seq, data } of read) bigData.set(seq, data);
  }
  const entries: Entry[] = [];
  for (const { seq, bytes: _, ...rest } of rows) {
    const data = rest.data ?? bigData.get(seq);
    // It was erased between the two reads: the next page starts here.
    if (data === undefined) break;
    entries.push({ seq, record: { ...rest, data } });
  }
  // Only the end of the sequence is an empty page.
  return entries.length === 0 && rows.length > 0 ? pageOf(sql, agent, after) : entries;
}

function withinPage(rows: readonly Row[]): readonly Row[] {
  let bytes = 0;
  const upTo = rows.findIndex((row) => (bytes += row.bytes) > PAGE_BYTES);
  return upTo === -1 ? rows : rows.slice(0, upTo + 1);
}

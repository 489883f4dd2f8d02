import { eventOf, type InBulk } from './change.ts';

/** The events' rows are numbered before, so that whatever belongs to them can be sent along. */
export const event: InBulk<'event'> = (rows) => [
  {
    text: `
      INSERT INTO event (id, webhook_id, topic, call, about, occurred_at, received_at, data, reduced)
      SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[],
                           $8::text[], $9::text[])`,
    values: [
      rows.map((r) => r.own),
      rows.map((r) => r.webhookId),
      rows.map((r) => r.topic),
      rows.map((r) => r.call),
      rows.map((r) => r.about),
      rows.map((r) => r.occurredAt),
      rows.map((r) => r.receivedAt),
      rows.map((r) => r.data),
      rows.map((r) => r.reduced),
    ],
  },
];

export const sighting: InBulk<'sighting'> = (rows) => [
  {
    text: `
      INSERT INTO sighting (event, from_tail, to_tail, started_at, allo_call, body)
      SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[])`,
    values: [
      rows.map((r) => r.own),
      rows.map((r) => r.fromTail),
      rows.map((r) => r.toTail),
      rows.map((r) => r.startedAt),
      rows.map((r) => r.alloCall),
      rows.map((r) => r.body),
    ],
  },
];

export const moved: InBulk<'moved'> = (rows) => [
  {
    text: `
      UPDATE event SET call = a.call FROM unnest($1::bigint[], $2::text[]) a(id, call) WHERE event.id = a.id`,
    values: columnsOf(new Map(rows.map((r) => [r.event, r.call]))),
  },
];

/** One after the other: of two calls that become the same one, the first keeps its claim. */
export const becameAnother: InBulk<'becameAnother'> = (rows) =>
  rows.flatMap(({ from, to }) =>
    ['claim', 'released'].map((table) => ({
      text: `
        UPDATE ${table} SET call = $2 WHERE call = $1 AND NOT EXISTS (SELECT 1 FROM event WHERE event.call = $1)
        AND NOT EXISTS (SELECT 1 FROM ${table} other WHERE other.call = $2)`,
      values: [from, to],
    })),
  );

export const transfer: InBulk<'transfer'> = (rows) => [
  {
    text: `
      INSERT INTO transfer (event, original) SELECT * FROM unnest($1::bigint[], $2::text[])
      ON CONFLICT DO NOTHING`,
    values: [rows.map((r) => r.own), rows.map((r) => r.original)],
  },
];

export const whole: InBulk<'whole'> = (rows) => [
  {
    text: `
      UPDATE event SET data = a.data, reduced = NULL
      FROM unnest($1::bigint[], $2::text[], $3::text[]) a(id, webhook_id, data)
      WHERE event.id = a.id AND event.webhook_id = a.webhook_id AND event.reduced IS NOT NULL`,
    values: [rows.map((r) => r.event), rows.map((r) => r.webhookId), rows.map((r) => r.data)],
  },
];

export const quarantine: InBulk<'quarantine'> = (rows) => [
  {
    text: `
      INSERT INTO quarantine (webhook_id, received_at, reason, body, event)
      SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bytea[], $5::bigint[])`,
    values: [
      rows.map((r) => r.webhookId),
      rows.map((r) => r.receivedAt),
      rows.map((r) => r.reason),
      rows.map((r) => r.body),
      rows.map((r) => (r.event === null ? null : eventOf(r.event, r.own))),
    ],
  },
];

export const waitingGone: InBulk<'waitingGone'> = (rows) => [
  {
    text: `
      DELETE FROM event WHERE about = ANY($1::text[]) AND call IS NULL
      AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.event = event.id)`,
    values: [rows.map((r) => r.alloCall)],
  },
];

/** What is written last counts: a statement may not change a row twice. */
export function columnsOf<K, V>(last: ReadonlyMap<K, V>): [K[], V[]] {
  return [[...last.keys()], [...last.values()]];
}

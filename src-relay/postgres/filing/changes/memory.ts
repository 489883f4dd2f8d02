import type { CallKey } from '../../../../src-shared/brand.ts';
import type { Change } from '../../../journal/rules/changes.ts';
import { eventOf, type ChangeOf, type InBulk, type Placed, type Statement } from './change.ts';
import { columnsOf } from './filing.ts';

/** One that is in its place already stays. */
export const memory: InBulk<'memory'> = (rows) => [
  {
    text: `
      INSERT INTO memory (event, oldest, body) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[])
      ON CONFLICT DO NOTHING`,
    values: [rows.map((r) => eventOf(r.event, r.own)), rows.map((r) => r.oldest), rows.map((r) => r.body)],
  },
];

/** What becomes of a call's row, in the order in which it was decided. */
export function pastCalls(changes: readonly Placed<Change>[]): readonly Statement[] {
  const gone = new Set<CallKey>();
  const kept = new Map<CallKey, ChangeOf<'pastCall'>>();
  const crmIds = new Map<CallKey, string>();
  for (const change of changes) {
    if (change.kind === 'pastCall') {
      kept.set(change.call, change);
      crmIds.delete(change.call);
    }
    if (change.kind === 'pastCallGone') {
      gone.add(change.call);
      kept.delete(change.call);
      crmIds.delete(change.call);
    }
    if (change.kind === 'crmId') {
      const known = kept.get(change.call);
      if (known === undefined) crmIds.set(change.call, change.id);
      else kept.set(change.call, { ...known, crmId: change.id });
    }
  }
  const rows = [...kept.values()];
  return [
    ...(gone.size === 0
      ? []
      : [{ text: 'DELETE FROM past_call WHERE call = ANY($1::text[])', values: [[...gone]] }]),
    ...(rows.length === 0 ? [] : [insertPastCalls(rows)]),
    ...(crmIds.size === 0
      ? []
      : [
          {
            text: `
              UPDATE past_call SET crm_id = a.id FROM unnest($1::text[], $2::text[]) a(call, id)
              WHERE past_call.call = a.call`,
            values: columnsOf(crmIds),
          },
        ]),
  ];
}

function insertPastCalls(rows: readonly ChangeOf<'pastCall'>[]): Statement {
  return {
    text: `
      INSERT INTO past_call (call, tail, e164, started_at, heard_at, direction, crm_id)
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[])
      ON CONFLICT (call) DO UPDATE SET tail = excluded.tail, e164 = excluded.e164,
        started_at = excluded.started_at, heard_at = excluded.heard_at, direction = excluded.direction,
        crm_id = excluded.crm_id`,
    values: [
      rows.map((r) => r.call),
      rows.map((r) => r.tail),
      rows.map((r) => r.e164),
      rows.map((r) => r.startedAt),
      rows.map((r) => r.heardAt),
      rows.map((r) => r.direction),
      rows.map((r) => r.crmId),
    ],
  };
}

export const textMessage: InBulk<'textMessage'> = (rows) => [
  {
    text: `
      INSERT INTO text_message (event, tail, e164, sent_at)
      SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[])`,
    values: [
      rows.map((r) => r.own),
      rows.map((r) => r.tail),
      rows.map((r) => r.e164),
      rows.map((r) => r.sentAt),
    ],
  },
];

/** Of several states of a contact the last one stays. */
export const contact: InBulk<'contact'> = (all) => {
  const rows = [...new Map(all.map((row) => [row.id, row])).values()];
  const numbers = rows.flatMap(({ id, numbers }) => numbers.map((number) => ({ id, ...number })));
  return [
    {
      text: `
        INSERT INTO contact (id, first_name, last_name, company, emails, changed_at, seen_at)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
        ON CONFLICT (id) DO UPDATE SET first_name = excluded.first_name, last_name = excluded.last_name,
          company = excluded.company, emails = excluded.emails, changed_at = excluded.changed_at,
          seen_at = excluded.seen_at`,
      values: [
        rows.map((r) => r.id),
        rows.map((r) => r.firstName),
        rows.map((r) => r.lastName),
        rows.map((r) => r.company),
        rows.map((r) => r.emails),
        rows.map((r) => r.changedAt),
        rows.map((r) => r.seenAt),
      ],
    },
    { text: 'DELETE FROM contact_number WHERE contact = ANY($1::text[])', values: [rows.map((r) => r.id)] },
    {
      text: `
        INSERT INTO contact_number (contact, tail, e164) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
        ON CONFLICT DO NOTHING`,
      values: [numbers.map((r) => r.id), numbers.map((r) => r.tail), numbers.map((r) => r.e164)],
    },
  ];
};

/** In one order for everybody, since a contact with two numbers may be seen by two at once. */
export function contactsSeen(changes: readonly Placed<Change>[]): readonly Statement[] {
  const seen = new Map<string, number>();
  for (const change of changes) {
    if (change.kind === 'contactSeen') seen.set(change.id, change.at);
    // Its new state says when it was seen.
    if (change.kind === 'contact') seen.delete(change.id);
  }
  if (seen.size === 0) return [];
  return [
    {
      text: `
        UPDATE contact SET seen_at = a.at
        FROM (SELECT c.id, b.at FROM unnest($1::text[], $2::bigint[]) b(id, at) JOIN contact c ON c.id = b.id
              ORDER BY c.id FOR NO KEY UPDATE OF c) a
        WHERE contact.id = a.id`,
      values: columnsOf(seen),
    },
  ];
}

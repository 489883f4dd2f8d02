import type { Instant } from '../../../../src-shared/brand.ts';
import { MAX_COUNTED_CALLS } from '../../../../src-shared/calls/memory.ts';
import {
  PAST_CALLS_READ,
  type BeforeCall,
  type FoundContact,
  type NumberAsked,
  type PastCall,
} from '../../../journal/rules/reads.ts';
import { oneStatement, type BulkRead, type Numbered } from './read.ts';

const ofNumber = ({ tail, e164 }: NumberAsked): string => `${e164 ?? ''} ${tail}`;
const beforeCall = (ask: BeforeCall): string => `${ask.startedAt} ${ask.call} ${ofNumber(ask)}`;
const numbers = (asks: readonly NumberAsked[]): [string[], (string | null)[]] => [
  asks.map((a) => a.tail),
  asks.map((a) => a.e164),
];
const calls = (asks: readonly BeforeCall[]): [string[], (string | null)[], number[], string[]] => [
  ...numbers(asks),
  asks.map((a) => a.startedAt),
  asks.map((a) => a.call),
];

/** The same number in full, or written without its country on one side. */
const BEFORE = `p.tail = a.tail AND (p.e164 IS NULL OR a.e164 IS NULL OR p.e164 = a.e164)
  AND p.started_at <= a.at AND p.call <> a.call`;
const ASKED =
  'unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) WITH ORDINALITY a(tail, e164, at, call, n)';

export const pastCalls: BulkRead<'pastCalls'> = oneStatement<'pastCalls', PastCall & Numbered>({
  nameOf: beforeCall,
  text: `
    SELECT a.n, p.* FROM ${ASKED} CROSS JOIN LATERAL (
      SELECT p.call, p.e164, p.started_at AS "startedAt", p.direction, p.crm_id AS "crmId"
      FROM past_call p WHERE ${BEFORE}
      ORDER BY p.started_at DESC, COALESCE(p.e164, '') DESC, p.call DESC LIMIT ${PAST_CALLS_READ}) p
    ORDER BY a.n, p."startedAt" DESC, COALESCE(p.e164, '') DESC, p.call DESC`,
  values: calls,
  answer: (rows) =>
    rows.map(({ call, e164, startedAt, direction, crmId }) => ({ call, e164, startedAt, direction, crmId })),
});

export const callCount: BulkRead<'callCount'> = oneStatement<
  'callCount',
  Numbered & { readonly count: number }
>({
  nameOf: (ask) => `${ask.since} ${beforeCall(ask)}`,
  text: `
    SELECT a.n, p.count
    FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[])
      WITH ORDINALITY a(tail, e164, at, call, since, n)
    CROSS JOIN LATERAL (
      SELECT count(*) AS count FROM (
        SELECT 1 FROM past_call p WHERE ${BEFORE} AND p.started_at >= a.since LIMIT ${MAX_COUNTED_CALLS}) counted) p`,
  values: (asks) => [...calls(asks), asks.map((a) => a.since)],
  answer: ([row]) => row?.count ?? 0,
});

export const crmIdBefore: BulkRead<'crmIdBefore'> = oneStatement<
  'crmIdBefore',
  Numbered & { readonly id: string; readonly at: number }
>({
  nameOf: beforeCall,
  text: `
    SELECT a.n, p.id, p.at FROM ${ASKED} CROSS JOIN LATERAL (
      SELECT p.crm_id AS id, p.started_at AS at FROM past_call p WHERE ${BEFORE} AND p.crm_id IS NOT NULL
      ORDER BY p.started_at DESC, p.call DESC LIMIT 1) p`,
  values: calls,
  answer: ([row]) => (row === undefined ? null : { id: row.id, at: row.at }),
});

export const contactOf: BulkRead<'contactOf'> = oneStatement<'contactOf', FoundContact & Numbered>({
  nameOf: ofNumber,
  text: `
    SELECT a.n, c.* FROM unnest($1::text[], $2::text[]) WITH ORDINALITY a(tail, e164, n) CROSS JOIN LATERAL (
      SELECT c.id, c.first_name AS "firstName", c.last_name AS "lastName", c.company, c.emails,
             c.changed_at AS "changedAt", c.seen_at AS "seenAt"
      FROM contact_number m JOIN contact c ON c.id = m.contact
      WHERE m.tail = a.tail AND (m.e164 = '' OR a.e164 IS NULL OR m.e164 = a.e164)
      ORDER BY CASE WHEN m.e164 = COALESCE(a.e164, '') THEN 0 ELSE 1 END, c.changed_at DESC, m.e164, m.contact
      LIMIT 1) c`,
  values: numbers,
  answer: ([row]) => {
    if (row === undefined) return null;
    const { n: _, ...found } = row;
    return found;
  },
});

export const contact: BulkRead<'contact'> = oneStatement<
  'contact',
  Numbered & { readonly changedAt: Instant; readonly tail: string | null; readonly e164: string | null }
>({
  nameOf: ({ id }) => id,
  text: `
    SELECT a.n, c.changed_at AS "changedAt", m.tail, m.e164
    FROM unnest($1::text[]) WITH ORDINALITY a(id, n)
    JOIN contact c ON c.id = a.id LEFT JOIN contact_number m ON m.contact = c.id
    ORDER BY a.n, m.tail, m.e164`,
  values: (asks) => [asks.map(({ id }) => id)],
  answer: (rows) => {
    const [first] = rows;
    if (first === undefined) return null;
    const numbers = rows.flatMap(({ tail, e164 }) => (tail === null ? [] : [e164 || tail]));
    return { changedAt: first.changedAt, numbers };
  },
});

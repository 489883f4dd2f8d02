import type { CallKey } from '../../src-shared/brand.ts';
import type { AgentId } from '../sql/ids.ts';
import type { PostgresSql } from './sql.ts';

/** The channel on which whoever has written says so, inside the transaction. */
export const CHANNEL = 'ringside';

export type News =
  | { readonly told: readonly AgentId[] }
  | { readonly claimed: CallKey }
  | { readonly released: CallKey }
  | { readonly records: CallKey };

export interface Sender {
  /** The relay's id. */
  readonly from: string;
  /** When it said so, ms since 1970, by its clock. */
  readonly at: number;
}

/** PostgreSQL takes 8,000 bytes: https://www.postgresql.org/docs/current/sql-notify.html */
const MOST_BYTES = 7000;
/** A number and its comma. */
const MOST_AGENTS = Math.floor((MOST_BYTES - 200) / 17);

const NOTIFY = `SELECT pg_notify('${CHANNEL}', a.payload) FROM unnest($1::text[]) a(payload)`;

/** Tells the other relays, when the transaction commits, who has news: never what. */
export async function announce(sql: PostgresSql, sender: Sender, news: readonly News[]): Promise<void> {
  const payloads = payloadsOf(sender, news);
  if (payloads.length > 0) await sql.rows(NOTIFY, [payloads]);
}

export function payloadsOf(sender: Sender, news: readonly News[]): string[] {
  return news.flatMap(inPieces).map((one) => JSON.stringify({ ...sender, ...one }));
}

function inPieces(news: News): News[] {
  if (!('told' in news)) return [news];
  const agents = [...new Set(news.told)];
  const pieces: News[] = [];
  for (let at = 0; at < agents.length; at += MOST_AGENTS)
    pieces.push({ told: agents.slice(at, at + MOST_AGENTS) });
  return pieces;
}

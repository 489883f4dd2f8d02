import type { Sql } from '../../sql/sql.ts';
import type { Print } from './prints.ts';
import type { FoundKey, FoundRow } from './rows.ts';

/** What is kept of whom was found in the CRM: quick indexed reads that never wait for the writer. */
export interface FoundReading {
  /** @throws StoreFault */
  get(key: FoundKey): Promise<FoundRow | null>;
  /** Rises when forgetting somebody begins and when it ends. @throws StoreFault */
  forgettings(): Promise<number>;
}

interface Row {
  readonly tail: Print | null;
  readonly facts: Print;
  readonly contact: string;
  readonly is_lead: number;
  readonly company: string | null;
  readonly company_of: Print | null;
  readonly deals: string;
  readonly seen_at: number;
  readonly checked_at: number;
}

const FOUND = `
  SELECT tail, facts, contact, is_lead, company, company_of, deals, seen_at, checked_at
  FROM crm_found WHERE party = ? AND account = ?`;
const FORGETTINGS = 'SELECT forgettings AS n FROM journal';

export function foundReading(sql: Sql): FoundReading {
  return {
    get: async ({ account, party }) => {
      const row = await sql.get<Row>(FOUND, party, account);
      if (row === undefined) return null;
      return {
        account,
        party,
        tail: row.tail,
        facts: row.facts,
        contact: { id: row.contact, kind: row.is_lead === 0 ? 'contact' : 'lead' },
        company:
          row.company === null || row.company_of === null ? null : { id: row.company, of: row.company_of },
        deals: JSON.parse(row.deals) as Record<string, string>,
        seenAt: row.seen_at,
        checkedAt: row.checked_at,
      };
    },
    forgettings: () => readForgettings(sql),
  };
}

/** @throws StoreFault */
export async function readForgettings(sql: Sql): Promise<number> {
  return (await sql.get<{ n: number }>(FORGETTINGS))?.n ?? 0;
}

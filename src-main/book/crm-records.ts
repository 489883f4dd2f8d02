import * as v from 'valibot';
import { recordsSchema, type FoundRecord, type Records } from '../../src-shared/crm/records.ts';
import type { RelayFrame } from '../../src-shared/wire/protocol.ts';

type RecordsFrame = Extract<RelayFrame, { type: 'records' }>;

/** What is kept of a frame: all of it but what every frame has. The same facts give the same words. */
export function writtenRecords({ crm, account, contact, company, deals, extras }: RecordsFrame): string {
  return JSON.stringify({ crm, account, contact, company, deals, extras } satisfies Records);
}

/** What was kept, as this version reads it; null when it cannot. */
export function readRecords(said: string): Records | null {
  try {
    const read = v.safeParse(recordsSchema, JSON.parse(said));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}

/** The records that fit for certain, by id and nothing else: no word out of the CRM is left; null when there are none. */
export function withoutWords({ crm, account, contact, company, deals = {} }: Records): Records | null {
  const certain = {
    contact: bare(contact),
    company: bare(company),
    deals: Object.entries(deals).flatMap(([id, found]) => {
      const left = bare(found);
      return left === undefined ? [] : [[id, left] as const];
    }),
  };
  if (certain.contact === undefined && certain.company === undefined && certain.deals.length === 0)
    return null;
  return { crm, account, ...certain, deals: Object.fromEntries(certain.deals) };
}

function bare(found: FoundRecord | undefined): FoundRecord | undefined {
  if (found?.record === undefined) return undefined;
  const { id, kind } = found.record;
  return { record: { id, kind } };
}

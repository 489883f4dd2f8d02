import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { CallKey } from '../../src-shared/brand.ts';
import { readableNumber, readNumber } from '../../src-shared/format/phone.ts';
import type { AlloFacts } from '../crm/matching/facts.ts';
import { callReading } from '../crm/resolving/calls.ts';
import { journalFile, openForReading, query } from '../sqlite/database.ts';
import { UsageError } from './terminal.ts';

/** Whom the CRM is to be asked for, and where that is from. */
export interface AskedFor {
  readonly facts: AlloFacts;
  readonly integrationId: string | null;
  /** When the call was that Allo's facts are of; null: no call is known. */
  readonly callAt: string | null;
}

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/;

/** All that the journal knows from Allo of a number, or else of an address. @throws UsageError for anything else */
export function factsFor(folder: string, asked: string): AskedFor {
  const text = asked.trim();
  if (EMAIL.test(text)) return { facts: nobody(null, text.toLowerCase()), integrationId: null, callAt: null };
  const readable = readableNumber(text);
  if (readable?.kind !== 'phone' || readable.e164 === null) {
    throw new UsageError('neither a number in E.164, like +33199003300, nor an e-mail address');
  }
  return (
    newestCall(folder, readable.e164) ?? {
      facts: nobody(readable.e164, null),
      integrationId: null,
      callAt: null,
    }
  );
}

function nobody(number: string | null, email: string | null): AlloFacts {
  const person = {
    id: null,
    name: null,
    last_name: null,
    email,
    emails: [],
    numbers: [],
    job_title: null,
    properties: {},
  };
  return {
    person: email === null ? null : person,
    company: null,
    deals: [],
    number,
    country: readableNumber(number)?.country ?? null,
  };
}

function newestCall(folder: string, e164: string): AskedFor | null {
  if (!existsSync(journalFile(folder))) return null;
  const db = openForReading(folder);
  try {
    const key = newestCallKey(db, e164);
    const call = key === null ? null : callReading(db).call(key);
    if (call === null) return null;
    const { person, company, deals, number, line, integrationId, startedAt } = call;
    const country = readableNumber(line)?.country ?? null;
    const facts = { person, company, deals, number: number ?? e164, country };
    return { facts, integrationId, callAt: new Date(startedAt).toISOString() };
  } finally {
    db.close();
  }
}

function newestCallKey(db: DatabaseSync, number: string): CallKey | null {
  const { tail, e164 } = readNumber(number);
  const row = query<{ call: CallKey }>(
    db,
    `SELECT call FROM past_call WHERE tail = ?1 AND (e164 IS NULL OR e164 = ?2) ORDER BY started_at DESC LIMIT 1`,
  ).get(tail, e164);
  return row?.call ?? null;
}

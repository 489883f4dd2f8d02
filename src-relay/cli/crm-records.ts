import { existsSync } from 'node:fs';
import { ask } from '../doctor/asking.ts';
import { journalFile, openForReading, query } from '../sqlite/database.ts';
import { listeningAt } from './context.ts';

/** What was found so far, in numbers. */
export interface RecordsNumbers {
  /** Parties of calls whose records are known for certain, in the journal. */
  readonly kept: number;
  /** Since the relay's start, by what the CRM was found to have of a contact. */
  readonly found: Readonly<Record<string, number>>;
  /** Since the relay's start: looks at a call, by what was known already. */
  readonly cache: Readonly<Record<string, number>>;
}

export async function recordsNumbers(folder: string, isRunning: boolean): Promise<RecordsNumbers> {
  const listening = isRunning ? listeningAt(folder) : null;
  const metrics = listening === null ? null : await ask(new URL('/metrics', listening));
  const text = metrics?.ok === true ? metrics.text : '';
  return {
    kept: keptIn(folder),
    found: countsIn(text, /^ringside_records_total\{verdict="(\w+)"\} (\d+)$/gm),
    cache: countsIn(text, /^ringside_records_cache_total\{outcome="(\w+)"\} (\d+)$/gm),
  };
}

export function recordsLines({ kept, found, cache }: RecordsNumbers): string[] {
  return [
    ['kept', `${kept} contacts whose record is certain`],
    ['found', listed(found)],
    ['cache', listed(cache)],
  ].flatMap(([name = '', text = '']) => (text === '' ? [] : [`${name.padEnd(10)}${text}`]));
}

function listed(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
  return parts.length === 0 ? '' : `${parts.join(', ')} since the start`;
}

function countsIn(text: string, line: RegExp): Record<string, number> {
  return Object.fromEntries([...text.matchAll(line)].map(([, what = '', count]) => [what, Number(count)]));
}

/** 0 in a journal that is older than the records. */
function keptIn(folder: string): number {
  if (!existsSync(journalFile(folder))) return 0;
  try {
    const db = openForReading(folder);
    try {
      return query<{ n: number }>(db, 'SELECT count(*) AS n FROM crm_found').get()?.n ?? 0;
    } finally {
      db.close();
    }
  } catch {
    return 0;
  }
}

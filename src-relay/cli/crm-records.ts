import { lookAtJournal } from '../admin/looking.ts';
import { ask } from '../doctor/asking.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { listeningAt } from '../admin/listening.ts';

/** What was found so far, in numbers. */
export interface RecordsNumbers {
  /** Parties of calls whose records are known for certain, in the journal. */
  readonly kept: number;
  /** Since the relay's start, by what the CRM was found to have of a contact. */
  readonly found: Readonly<Record<string, number>>;
  /** Since the relay's start: looks at a call, by what was known already. */
  readonly cache: Readonly<Record<string, number>>;
}

export async function recordsNumbers(settings: RelaySettings, isRunning: boolean): Promise<RecordsNumbers> {
  const listening = isRunning ? await listeningAt(settings) : null;
  const metrics = listening === null ? null : await ask(new URL('/metrics', listening));
  const text = metrics?.ok === true ? metrics.text : '';
  return {
    kept: await keptIn(settings),
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
async function keptIn(settings: RelaySettings): Promise<number> {
  try {
    return (await lookAtJournal(settings, ({ recordsKept }) => recordsKept())) ?? 0;
  } catch {
    return 0;
  }
}

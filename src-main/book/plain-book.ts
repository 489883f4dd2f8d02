import { readFile } from 'node:fs/promises';
import { codeOf, type Log } from '../log/log.ts';
import { headOf } from './event-head.ts';
import { readEventRecord, readMark, type BookRecord } from './records.ts';

/**
 * Reads the book of a version that did not seal it: one JSON line for each record. What cannot be read, and what comes
 * after it, the relay sends again.
 * @returns null when there is none
 */
export async function readPlainBook(path: string, log: Log): Promise<BookRecord[] | null> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') log.error('the old book cannot be read', { code: codeOf(error) });
    return codeOf(error) === 'ENOENT' ? null : [];
  }
  const records: BookRecord[] = [];
  for (const line of content.split('\n').slice(0, -1)) {
    const record = readLine(line);
    if (record === null) break;
    records.push(record);
  }
  return records;
}

function readLine(line: string): BookRecord | null {
  try {
    const json: unknown = JSON.parse(line);
    const event = readEventRecord(json);
    return event === null ? readMark(json) : headOf(event);
  } catch {
    return null;
  }
}

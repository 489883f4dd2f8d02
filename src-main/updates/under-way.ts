import { readFileSync } from 'node:fs';
import { codeOf } from '../log/log.ts';

/**
 * Whether an update is under way: a new version lies ready, or the one that runs is on trial. Asked before the first
 * sign of life of every start, so it reads no more of `updates.json` than that and needs none of the code that does;
 * what cannot be read may say so.
 */
export function isUpdateUnderWay(path: string): boolean {
  try {
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return !(isRecord(kept) && kept['staged'] === null && kept['trial'] === null);
  } catch (error) {
    return codeOf(error) !== 'ENOENT';
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

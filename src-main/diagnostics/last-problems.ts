import { readFile } from 'node:fs/promises';
import type { LogEntry, LogFacts } from '../log/log-line.ts';

/** So many of the newest are told. */
const TOLD = 40;

export type LoggedEntry = LogEntry & { readonly at: number };

/** The last warnings and errors in the log at `path` and the one before it, oldest first. Never rejects. */
export async function lastProblems(path: string): Promise<readonly LoggedEntry[]> {
  const texts = await Promise.all([`${path}.1`, path].map((one) => readFile(one, 'utf8').catch(() => '')));
  return problemsIn(texts.join(''));
}

/** The lines of a log that can be read and say that something is wrong: the newest. */
export function problemsIn(text: string): readonly LoggedEntry[] {
  const entries: LoggedEntry[] = [];
  for (const line of text.split('\n')) {
    const [, moment = '', level, what = '', json] =
      /^(\d{4}-\d\d-\d\dT[\d:.]{1,20}Z) (warn|error) ([^{]{1,120}?)(?: (\{.*\}))?$/.exec(line) ?? [];
    const at = Date.parse(moment);
    if ((level !== 'warn' && level !== 'error') || Number.isNaN(at)) continue;
    entries.push({ at, level, what, facts: json === undefined ? undefined : factsIn(json) });
  }
  return entries.slice(-TOLD);
}

function factsIn(json: string): LogFacts {
  try {
    const read: unknown = JSON.parse(json);
    if (typeof read !== 'object' || read === null) return {};
    return Object.fromEntries(
      Object.entries(read).filter(
        (fact): fact is [string, string | number | boolean | null] =>
          /^[a-zA-Z]{1,20}$/.test(fact[0]) && (fact[1] === null || typeof fact[1] !== 'object'),
      ),
    );
  } catch {
    return {};
  }
}

import type { DatabaseSync } from 'node:sqlite';
import { hashOfMark } from '../journal/erased-marks.ts';
import type { Surroundings } from '../journal/rules/reads.ts';
import type { Change } from '../journal/rules/changes.ts';
import type { EventId } from '../sql/ids.ts';
import { ERASING_KEY, keyOf } from '../sql/erasing-key.ts';
import { query } from './database.ts';
import { deliveringReads } from './delivering-reads.ts';
import { filingReads } from './filing-reads.ts';
import { memoryReads } from './memory-reads.ts';
import { callsUnderWay } from './under-way.ts';

export interface SqliteSurroundings {
  /** Answers at once, by a prepared statement, when it is asked. */
  readonly surroundings: Surroundings;
  /** A transaction begins. */
  begin(): void;
  /** A change was written; `self`: the row of the event that is being taken in, when it has one. */
  written(change: Change, self: EventId | null): void;
  /** Something else may have been written, or was undone. */
  forget(): void;
}

/** What the rules are told of an embedded journal. */
export function sqliteSurroundings(db: DatabaseSync): SqliteSurroundings {
  const key = keyOf(query<{ key: Uint8Array }>(db, ERASING_KEY).get());
  const anyErased = query(db, 'SELECT 1 FROM erased LIMIT 1');
  const erased = query<{ at: number }>(db, 'SELECT at FROM erased WHERE hash = ?');
  let hasErased: boolean | null = null;
  const reads = { ...filingReads(db), ...deliveringReads(db) };
  const { nearby, audience, written, forget } = callsUnderWay(reads);
  const surroundings: Surroundings = {
    ...reads,
    nearby,
    audience,
    ...memoryReads(db),
    get hasErased() {
      hasErased ??= anyErased.get() !== undefined;
      return hasErased;
    },
    erasedAt: ({ marks }) =>
      marks.reduce((last, mark) => Math.max(last, erased.get(hashOfMark(key, mark))?.at ?? 0), 0),
  };
  return {
    surroundings,
    begin: () => {
      hasErased = null;
    },
    written,
    forget,
  };
}

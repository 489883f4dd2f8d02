import type { DatabaseSync } from 'node:sqlite';
import type { CallKey, Instant } from '../../src-shared/brand.ts';
import { foldCall } from '../../src-shared/calls/fold.ts';
import { callerName } from '../../src-shared/card/names.ts';
import type { Memory } from '../../src-shared/wire/memory.ts';
import { query } from '../sqlite/database.ts';
import { heardAgain, type EventRow, type NewCall } from './past-calls.ts';

/** So many earlier calls are looked through: a ring waits for it. */
const CALLS_READ = 3;
const EVENTS_READ = 6;

/** Finds whom Allo named with one of the number's last calls before this one; null: nobody. */
export function nameReader(db: DatabaseSync): (call: NewCall) => NonNullable<Memory['named']> | null {
  const before = query<{ call: CallKey; started_at: number }>(
    db,
    `SELECT call, started_at FROM past_call
     WHERE tail = ?1 AND (e164 IS NULL OR ?2 IS NULL OR e164 = ?2) AND started_at <= ?3 AND call <> ?4
     ORDER BY started_at DESC LIMIT ${CALLS_READ}`,
  );
  const naming = query<EventRow>(
    db,
    `SELECT webhook_id AS webhookId, topic, occurred_at AS occurredAt,
       iif(json_valid(data), json_remove(data, '$.transcriptions', '$.concatenated_transcript'), '{}') AS data
     FROM event WHERE call = ? AND topic IN ('call.received', 'call.triggered', 'call.completed')
     ORDER BY id DESC LIMIT ${EVENTS_READ}`,
  );
  return ({ call, number: { tail, e164 }, startedAt }) => {
    for (const past of before.all(tail, e164, startedAt, call)) {
      const folded = foldCall(past.call, naming.all(past.call).flatMap(heardAgain));
      const name = folded === null ? null : callerName(folded);
      if (folded === null || name === null) continue;
      const company = folded.company?.name ?? null;
      const at = new Date(past.started_at).toISOString() as Instant;
      return { at, name, ...(company === null ? {} : { company }) };
    }
    return null;
  };
}

import type { Instant } from '../../../../src-shared/brand.ts';
import { foldCall } from '../../../../src-shared/calls/fold.ts';
import { callerName } from '../../../../src-shared/card/names.ts';
import type { Memory } from '../../../../src-shared/calls/memory.ts';
import type { PastCall } from '../reads.ts';
import type { FiledEvents } from './filed-events.ts';
import { storedEvents } from './stored-events.ts';

/** Whom Allo named with the first of these calls that has a name; null: nobody. */
export function nameIn(calls: Iterable<PastCall>, events: FiledEvents): NonNullable<Memory['named']> | null {
  for (const { call, startedAt } of calls) {
    const folded = foldCall(call, events.naming(call).flatMap(storedEvents));
    const name = folded === null ? null : callerName(folded);
    if (folded === null || name === null) continue;
    const company = folded.company?.name ?? null;
    const at = new Date(startedAt).toISOString() as Instant;
    return { at, name, ...(company === null ? {} : { company }) };
  }
  return null;
}

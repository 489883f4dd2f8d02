import type { ReadKind } from '../../../journal/rules/reads.ts';
import { erasedAt } from './erased.ts';
import { about, callNamed, completions, isCompleted, nearby, transfers } from './filing.ts';
import { eventsOf, lastText, naming, outcomes } from './events.ts';
import { callCount, contact, contactOf, crmIdBefore, pastCalls } from './memory.ts';
import type { BulkRead } from './read.ts';
import { audience, callsSince, goingTo, record, deliveries } from './delivering.ts';

export type BulkReads = { readonly [K in ReadKind]: BulkRead<K> };

/** How PostgreSQL answers what the rules may ask, many asks at a time. */
export function bulkReads(erasingKey: Uint8Array): BulkReads {
  return {
    nearby,
    about,
    callNamed,
    isCompleted,
    transfers,
    completions,
    audience,
    deliveries,
    record,
    callsSince,
    goingTo,
    eventsOf,
    pastCalls,
    callCount,
    crmIdBefore,
    outcomes,
    naming,
    lastText,
    contactOf,
    contact,
    erasedAt: erasedAt(erasingKey),
  };
}

import type { Memory } from '../../../../src-shared/calls/memory.ts';
import { boundedMemory } from './bounded.ts';
import { contactIn } from './contacts.ts';
import type { FiledEvents } from './filed-events.ts';
import { nameIn } from './naming.ts';
import type { MemoryReads, NewCall } from './asked.ts';
import type { NumberHistory } from './number-history.ts';
import { historyBefore } from './past-calls.ts';
import { lastSmsOf } from './text-messages.ts';

export interface Recalled {
  readonly memory: Memory;
  /** The oldest moment it tells of, ms since 1970. */
  readonly oldest: number;
  /** The contact that is to be noted as seen now; null: none is. */
  readonly contactSeen: string | null;
}

interface Sources {
  readonly reads: MemoryReads;
  readonly history: NumberHistory;
  readonly events: FiledEvents;
}

/** Being seen again is noted once a day. */
const SEEN_EVERY_MS = 24 * 3_600_000;

/**
 * What is known of the other party when a call begins; null when nothing is. A few indexed rows, however much is kept.
 * With `namesPerson`, Allo itself said who it is, and the contact book and earlier names are left out.
 */
export function recall(
  { call, number: { tail, e164 }, startedAt }: NewCall,
  { namesPerson, now }: { readonly namesPerson: boolean; readonly now: number },
  { reads, history, events }: Sources,
): Recalled | null {
  const before = historyBefore({ call, tail, e164, startedAt }, history, events, reads);
  const lastSms = lastSmsOf(reads.lastText({ tail, e164 }));
  const found = namesPerson ? null : reads.contactOf({ tail, e164 });
  const named = namesPerson || found !== null || before === null ? null : nameIn(before.calls, events);
  if (before === null && lastSms === null && found === null) return null;
  const { lastCall, callsIn30Days = 0, crm = null } = before ?? {};
  const moments = [lastCall?.at, lastSms?.at, named?.at].filter((at) => at !== undefined);
  return {
    memory: boundedMemory({
      ...(lastCall === undefined ? {} : { lastCall }),
      ...(callsIn30Days === 0 ? {} : { callsIn30Days }),
      ...(lastSms === null ? {} : { lastSms }),
      ...(found === null ? {} : { contact: contactIn(found) }),
      ...(named === null ? {} : { named }),
      ...(crm === null ? {} : { crmId: crm.id }),
    }),
    oldest: Math.min(now, crm?.at ?? now, ...moments.map((at) => Date.parse(at))),
    contactSeen: found !== null && now - found.seenAt > SEEN_EVERY_MS ? found.id : null,
  };
}

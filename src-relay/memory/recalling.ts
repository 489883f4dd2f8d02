import type { DatabaseSync } from 'node:sqlite';
import type { Memory } from '../../src-shared/wire/memory.ts';
import { boundedMemory } from '../journal/rules/memory/bounded.ts';
import { contactBook } from './contact-book.ts';
import { nameReader } from './naming.ts';
import { pastCalls, type NewCall } from './past-calls.ts';
import { textMessages } from './text-messages.ts';

export interface Recalled {
  readonly memory: Memory;
  /** The oldest moment it tells of, ms since 1970. */
  readonly oldest: number;
}

/**
 * What is known of the other party when a call begins; null when nothing is. A few indexed rows, however much is kept.
 * With `namesPerson`, Allo itself said who it is, and the contact book and earlier names are left out.
 */
export function callRecalling(
  db: DatabaseSync,
): (call: NewCall, namesPerson: boolean, now: number) => Recalled | null {
  const calls = pastCalls(db);
  const contacts = contactBook(db);
  const messages = textMessages(db);
  const nameOf = nameReader(db);
  return (call, namesPerson, now) => {
    const { lastCall, callsIn30Days, crm } = calls.before(call);
    const lastSms = messages.last(call.number);
    const contact = namesPerson ? null : contacts.find(call.number, now);
    const named = namesPerson || contact !== null || lastCall === null ? null : nameOf(call);
    if (lastCall === null && lastSms === null && contact === null) return null;
    const moments = [lastCall?.at, lastSms?.at, named?.at].filter((at) => at !== undefined);
    return {
      memory: boundedMemory({
        ...(lastCall === null ? {} : { lastCall }),
        ...(callsIn30Days === 0 ? {} : { callsIn30Days }),
        ...(lastSms === null ? {} : { lastSms }),
        ...(contact === null ? {} : { contact }),
        ...(named === null ? {} : { named }),
        ...(crm === null ? {} : { crmId: crm.id }),
      }),
      oldest: Math.min(now, crm?.at ?? now, ...moments.map((at) => Date.parse(at))),
    };
  };
}

import type { DatabaseSync } from 'node:sqlite';
import type { AlloEvent } from '../../src-shared/allo/events.ts';
import type { Instant } from '../../src-shared/brand.ts';
import { endsOf } from '../../src-shared/calls/matching.ts';
import type { Sighting } from '../../src-shared/calls/sighting.ts';
import type { Filed } from '../journal/call-filing.ts';
import { query } from '../journal/database.ts';
import type { EventId } from '../journal/ids.ts';
import { contactBook } from './contact-book.ts';
import { pastCalls, type KnownNumber } from './past-calls.ts';
import { callRecalling } from './recalling.ts';
import { textMessages } from './text-messages.ts';

export interface FiledEvent {
  readonly id: EventId;
  readonly event: AlloEvent;
  readonly filed: Filed;
  readonly occurredAt: Instant;
  /** Ms since 1970, by the relay's clock. */
  readonly receivedAt: number;
}

/**
 * Gives the first event of a call what is known of the other party, and remembers what a new event tells; runs inside
 * the writer's transaction, between filing and delivering.
 */
export function eventRemembering(db: DatabaseSync): (news: FiledEvent) => void {
  const recall = callRecalling(db);
  const calls = pastCalls(db);
  const contacts = contactBook(db);
  const messages = textMessages(db);
  // An event that opened another call before keeps what it was told with.
  const insert = query(db, 'INSERT OR IGNORE INTO memory (event, oldest, body) VALUES (?, ?, ?)');

  function tell({ id, event, filed, receivedAt }: FiledEvent): void {
    for (const { call, event: first, sighting } of filed.opened) {
      const number = outsideNumber(sighting);
      if (number === null) continue;
      // Of one that moved here, the person is not at hand: the app takes what Allo says before what is remembered.
      const namesPerson = first === id && 'person' in event.data && event.data.person !== null;
      const recalled = recall({ call, number, startedAt: sighting.startedAt }, namesPerson, receivedAt);
      if (recalled !== null) insert.run(first, recalled.oldest, JSON.stringify(recalled.memory));
    }
  }

  function note({ id, event, filed, occurredAt, receivedAt }: FiledEvent): void {
    switch (event.topic) {
      case 'sms.received':
      case 'sms.sent':
        return messages.note(id, event);
      case 'contact.created':
      case 'contact.updated':
        return contacts.note(event, occurredAt, receivedAt);
      default: {
        const touched = new Set(filed.moved.flatMap(({ from, call }) => [from, call]));
        // One more ring of a call that is known tells nothing new.
        const isOneMoreRing =
          filed.opened.length === 0 && (event.topic === 'call.received' || event.topic === 'call.triggered');
        if (filed.call !== null && !isOneMoreRing) touched.add(filed.call);
        for (const call of touched) calls.refresh(call, receivedAt);
      }
    }
  }

  return (news) => {
    tell(news);
    note(news);
  };
}

/** The number outside; null when it is withheld. */
function outsideNumber(sighting: Sighting): KnownNumber | null {
  const { tail, e164 } = endsOf(sighting, sighting.direction ?? 'inbound').outside;
  return tail === null ? null : { tail, e164 };
}

import type { DatabaseSync } from 'node:sqlite';
import type { AlloEvent } from '../../src-shared/allo/events.ts';
import type { Instant, WebhookId } from '../../src-shared/brand.ts';
import { isTestWebhook } from '../../src-shared/calls/test-call.ts';
import { outsideOf, type Sighting } from '../../src-shared/calls/sighting.ts';
import type { Filed } from '../journal/call-filing.ts';
import { query } from '../sqlite/database.ts';
import type { EventId } from '../sql/ids.ts';
import { contactBook } from './contact-book.ts';
import { pastCalls, type KnownNumber } from './past-calls.ts';
import { callRecalling } from './recalling.ts';
import { textMessages } from './text-messages.ts';

export interface FiledEvent {
  readonly id: EventId;
  readonly webhookId: WebhookId;
  readonly event: AlloEvent;
  readonly filed: Filed;
  readonly occurredAt: Instant;
  /** Ms since 1970, by the relay's clock. */
  readonly receivedAt: number;
}

/**
 * Gives the first event of a call what is known of the other party, and remembers what a new event tells; runs inside
 * the writer's transaction, between filing and delivering. Of a test call nothing is remembered.
 * @returns what the new event itself was given, as JSON; null when nothing
 */
export function eventRemembering(db: DatabaseSync): (news: FiledEvent) => string | null {
  const recall = callRecalling(db);
  const calls = pastCalls(db);
  const contacts = contactBook(db);
  const messages = textMessages(db);
  // An event that opened another call before keeps what it was told with.
  const insert = query(db, 'INSERT OR IGNORE INTO memory (event, oldest, body) VALUES (?, ?, ?)');

  function tell({ id, event, filed, receivedAt }: FiledEvent): string | null {
    let own: string | null = null;
    for (const { call, event: first, sighting } of filed.opened) {
      const number = outsideNumber(sighting);
      if (number === null) continue;
      const opened = { call, number, startedAt: sighting.startedAt };
      // Of one that moved here, the person is not at hand: the app takes what Allo says before what is remembered.
      const namesPerson = first === id && 'person' in event.data && event.data.person !== null;
      const recalled = recall(opened, namesPerson, receivedAt);
      if (recalled !== null) {
        const memory = JSON.stringify(recalled.memory);
        insert.run(first, recalled.oldest, memory);
        if (first === id) own = memory;
      }
      calls.open(opened, sighting.direction ?? 'inbound', receivedAt);
    }
    return own;
  }

  function note({ id, event, filed, occurredAt, receivedAt }: FiledEvent): void {
    const { call, moved, wasUnsure } = filed;
    const touched = new Set(moved.flatMap(({ from, call: to }) => [from, to]));
    if (wasUnsure && call !== null) touched.add(call);
    for (const key of touched) calls.rebuild(key, receivedAt);
    switch (event.topic) {
      case 'call.completed':
        if (call !== null && event.data.integration_id !== null)
          calls.learnCrmId(call, event.data.integration_id);
        return;
      case 'sms.received':
      case 'sms.sent':
        messages.note(id, event);
        return;
      case 'contact.created':
      case 'contact.updated':
        contacts.note(event, occurredAt, receivedAt);
        return;
      default:
      // What else is told of a call stands in its events, and is read from there.
    }
  }

  return (news) => {
    if (isTestWebhook(news.webhookId)) return null;
    const memory = tell(news);
    note(news);
    return memory;
  };
}

/** The number outside; null when it is withheld. */
function outsideNumber(sighting: Sighting): KnownNumber | null {
  const { tail, e164 } = outsideOf(sighting, sighting.direction ?? 'inbound');
  return tail === null ? null : { tail, e164 };
}

import type { DatabaseSync } from 'node:sqlite';
import { readEvent, type EventOf } from '../../src-shared/allo/events.ts';
import type { Instant } from '../../src-shared/brand.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import { MAX_SMS_CHARS, type Memory } from '../../src-shared/wire/memory.ts';
import { query } from '../sqlite/database.ts';
import type { EventId } from '../sql/ids.ts';
import type { KnownNumber } from './past-calls.ts';

export type SmsEvent = EventOf<'sms.received'> | EventOf<'sms.sent'>;

/** Which text messages a number sent and got; what they say stays in their events. */
export interface TextMessages {
  last(number: KnownNumber): NonNullable<Memory['lastSms']> | null;
  note(id: EventId, event: SmsEvent): void;
}

interface Row {
  readonly topic: string;
  readonly occurredAt: Instant;
  readonly data: string;
}

export function textMessages(db: DatabaseSync): TextMessages {
  const insert = query(db, 'INSERT INTO text_message (event, tail, e164, sent_at) VALUES (?, ?, ?, ?)');
  const last = query<Row>(
    db,
    `SELECT e.topic, e.occurred_at AS occurredAt, e.data FROM text_message t JOIN event e ON e.id = t.event
     WHERE t.tail = ?1 AND (t.e164 IS NULL OR ?2 IS NULL OR t.e164 = ?2) ORDER BY t.sent_at DESC LIMIT 1`,
  );
  return {
    note: (id, event) => {
      const { tail, e164 } = readNumber(outsideOf(event));
      if (tail !== null) insert.run(id, tail, e164, Date.parse(event.data.sent_at));
    },
    last: ({ tail, e164 }) => {
      const row = last.get(tail, e164);
      if (row === undefined) return null;
      const { topic, occurredAt, data } = row;
      const read = readEvent({ topic, version: '2.0', timestamp: occurredAt, data: JSON.parse(data) });
      if (!read.ok || (read.event.topic !== 'sms.received' && read.event.topic !== 'sms.sent')) return null;
      const { content, sent_at, user_email: user } = read.event.data;
      const text = content === null ? null : [...content].slice(0, MAX_SMS_CHARS).join('');
      return {
        at: sent_at,
        direction: read.event.topic === 'sms.sent' ? 'outbound' : 'inbound',
        ...(text === null ? {} : { text }),
        ...(read.event.topic === 'sms.sent' && user !== null ? { by: user.toLowerCase() } : {}),
      };
    },
  };
}

function outsideOf({ topic, data }: SmsEvent): string | null {
  return topic === 'sms.sent' ? data.to_number : data.from_number;
}

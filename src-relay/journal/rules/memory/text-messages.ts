import { readEvent, type EventOf } from '../../../../src-shared/allo/events.ts';
import { readNumber } from '../../../../src-shared/format/phone.ts';
import { MAX_SMS_CHARS, type Memory } from '../../../../src-shared/calls/memory.ts';
import type { EventRow } from '../reads.ts';
import type { MemoryChange } from './asked.ts';

export type SmsEvent = EventOf<'sms.received'> | EventOf<'sms.sent'>;

/** Which number sent or got the new text message; what it says stays in its event. */
export function textNoted(event: SmsEvent): MemoryChange[] {
  const { tail, e164 } = readNumber(outsideOf(event));
  return tail === null ? [] : [{ kind: 'textMessage', tail, e164, sentAt: Date.parse(event.data.sent_at) }];
}

/** What a card says of a number's last text message; null: nothing is kept of any. */
export function lastSmsOf(row: EventRow | null): NonNullable<Memory['lastSms']> | null {
  if (row === null) return null;
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
}

function outsideOf({ topic, data }: SmsEvent): string | null {
  return topic === 'sms.sent' ? data.to_number : data.from_number;
}

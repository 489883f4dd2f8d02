import type { Call } from '../../src-shared/calls/call.ts';
import { MAX_SMS_CHARS, type Memory } from '../../src-shared/calls/memory.ts';
import type { CallBook } from '../book/call-book.ts';
import { endsOfText, type TextEnds } from './text-row.ts';

/** The call with the last text of its number, when one has come since the relay told what it remembers. */
export function withLastText(call: Call, book: Pick<CallBook, 'newestTextWith'>): Call {
  const received = book.newestTextWith(call.number);
  const ends = received === null ? null : endsOfText(received);
  if (ends === null) return call;
  const { sent_at: at } = ends.data;
  const known = call.memory?.lastSms;
  if (known !== undefined && Date.parse(known.at) >= Date.parse(at)) return call;
  return { ...call, memory: { ...call.memory, lastSms: lastSms(ends) } };
}

function lastSms({ data, direction }: TextEnds): NonNullable<Memory['lastSms']> {
  const { sent_at: at, content, user_email: writer } = data;
  const text = content === null ? {} : { text: Array.from(content).slice(0, MAX_SMS_CHARS).join('') };
  const by = direction === 'outbound' && writer !== null ? { by: writer.toLowerCase() } : {};
  return { at, direction, ...text, ...by };
}

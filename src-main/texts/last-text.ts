import type { Instant } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { MAX_SMS_CHARS, type Memory } from '../../src-shared/wire/memory.ts';
import type { CallBook } from '../book/call-book.ts';
import { endsOfText } from './text-row.ts';

/** The call with the last text of its number, when one has come since the relay told what it remembers. */
export function withLastText(call: Call, book: Pick<CallBook, 'newestTextWith'>): Call {
  const heard = book.newestTextWith(call.number);
  const ends = heard === null ? null : endsOfText(heard);
  if (ends === null) return call;
  const { sent_at: at, content } = ends.data;
  const known = call.memory?.lastSms;
  if (known !== undefined && Date.parse(known.at) >= Date.parse(at)) return call;
  return { ...call, memory: { ...call.memory, lastSms: lastSms(at, ends.direction, content) } };
}

function lastSms(
  at: Instant,
  direction: Call['direction'],
  content: string | null,
): NonNullable<Memory['lastSms']> {
  const text = content === null ? {} : { text: Array.from(content).slice(0, MAX_SMS_CHARS).join('') };
  return { at, direction, ...text };
}

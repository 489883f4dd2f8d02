import { readEvent, type EventOf } from '../../../src-shared/allo/events.ts';
import type { CallKey } from '../../../src-shared/brand.ts';
import { ageMs, MAX_RING_WINDOW_S } from '../../../src-shared/calls/freshness.ts';
import { isRing } from '../../../src-shared/calls/sighting.ts';
import { isTestWebhook } from '../../../src-shared/calls/test-call.ts';
import type { Delivery, EventRecord } from '../../journal/commands.ts';
import type { Urgency } from '../contract.ts';

/** Why a call is looked at. */
export interface Notice {
  /** `ring`: somebody waits for it. `over`: it has ended, or began long ago. `contact`: their contact has changed. `again`: it is only told. */
  readonly why: 'ring' | 'answer' | 'over' | 'contact' | 'again';
  /** Somebody may not have been told what the others were. */
  readonly isRepeat: boolean;
  /** ms since 1970; null: there is no event that it came with. */
  readonly receivedAt: number | null;
}

export interface Noticed {
  readonly calls: ReadonlyMap<CallKey, Notice>;
  /** By the webhook's id. */
  readonly contacts: ReadonlyMap<string, SentContact>;
}
/** A contact event that nobody has read yet. */
export type SentContact = Pick<EventRecord, 'topic' | 'data'>;
export type ContactEvent = EventOf<'contact.created'> | EventOf<'contact.updated'>;

const RANK: Readonly<Record<Notice['why'], number>> = { ring: 0, answer: 1, over: 2, contact: 3, again: 4 };

/** Each call once, however many agents have it, and whatever else came for it. @param now by the sender's clock */
export function noticed(deliveries: readonly Delivery[], now: number): Noticed {
  const calls = new Map<CallKey, Notice>();
  const contacts = new Map<string, SentContact>();
  for (const { record, isNews } of deliveries) {
    const { call, topic, webhookId } = record;
    if (isTestWebhook(webhookId)) continue;
    if (call !== null) {
      const why = reasonOf(topic, ageMs(record.occurredAt, now));
      if (why === null) continue;
      const notice = { why, isRepeat: !isNews, receivedAt: isNews ? record.receivedAt : null };
      const before = calls.get(call);
      calls.set(call, before === undefined ? notice : mergedNotice(before, notice));
    } else if (topic.startsWith('contact.') && isNews) contacts.set(webhookId, record);
  }
  return { calls, contacts };
}

export function mergedNotice(a: Notice, b: Notice): Notice {
  const moments = [a.receivedAt, b.receivedAt].filter((at) => at !== null);
  return {
    why: RANK[a.why] <= RANK[b.why] ? a.why : b.why,
    isRepeat: a.isRepeat || b.isRepeat,
    receivedAt: moments.length === 0 ? null : Math.min(...moments),
  };
}

/** How soon to ask for it. @param isMissing whether somebody waits for something that is not known */
export function urgencyOf({ why }: Notice, isMissing: boolean): Urgency {
  switch (why) {
    case 'ring':
    case 'answer':
      return isMissing ? 'ring' : 'refresh';
    case 'over':
      return isMissing ? 'refresh' : 'warm-up';
    case 'contact':
    case 'again':
      return 'warm-up';
  }
}

/** What is found out late, and is older, nobody is told again. */
const DAY_MS = 24 * 3_600_000;

function reasonOf(topic: string, age: number): Notice['why'] | null {
  if (age > DAY_MS) return null;
  if (topic === 'call.completed') return 'over';
  if (!isRing(topic) && topic !== 'call.answered') return null;
  if (age > MAX_RING_WINDOW_S * 1000) return 'over';
  return isRing(topic) ? 'ring' : 'answer';
}

/** Null: it is none that can be read. */
export function contactIn({ topic, data }: SentContact): ContactEvent | null {
  const read = readEvent({ topic, version: '2.0', timestamp: null, data: JSON.parse(data) });
  if (!read.ok) return null;
  const { event } = read;
  return event.topic === 'contact.created' || event.topic === 'contact.updated' ? event : null;
}

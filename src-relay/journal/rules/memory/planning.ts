import { isTestWebhook } from '../../../../src-shared/calls/test-call.ts';
import { THIS } from '../changes.ts';
import type { News } from '../filed.ts';
import { contactNoted } from './contacts.ts';
import { filedEvents, type FiledEvents } from './filed-events.ts';
import { outsideNumber, type MemoryChange, type MemoryReads } from './asked.ts';
import { numberHistory } from './number-history.ts';
import { openedCall, rebuiltCall } from './past-calls.ts';
import { recall } from './recalling.ts';
import { textNoted } from './text-messages.ts';

export interface MemoryPlan {
  /** What the new event itself goes out with, as JSON; null: nothing. Of earlier ones, `memory` changes say it. */
  readonly own: string | null;
  /** In the order in which they are to be written. */
  readonly changes: readonly MemoryChange[];
}

/**
 * Gives the first event of a call what is known of the other party, and remembers what a new event tells: between filing
 * and telling. Of a test call nothing is remembered.
 * @param reads as they were before the webhook: what its filing changes is kept in mind here
 */
export function planMemory(news: News, reads: MemoryReads): MemoryPlan {
  if (isTestWebhook(news.webhookId)) return { own: null, changes: [] };
  const { opened, moved, wasUnsure } = news.filed;
  if (opened.length + moved.length === 0 && !wasUnsure) return { own: null, changes: noted(news, reads) };
  const events = filedEvents(news, reads);
  const { own, changes } = planOpened(news, reads, events);
  return { own, changes: [...changes, ...rebuilt(news, events), ...noted(news, reads)] };
}

function planOpened({ event, filed, receivedAt }: News, reads: MemoryReads, events: FiledEvents): MemoryPlan {
  const changes: MemoryChange[] = [];
  const history = numberHistory(reads);
  const seen = new Set<string>();
  let own: string | null = null;
  for (const { call, event: first, sighting } of filed.opened) {
    const number = outsideNumber(sighting);
    if (number === null) continue;
    const opened = { call, number, startedAt: sighting.startedAt };
    // Of one that moved here, the person is not at hand: the app takes what Allo says before what is remembered.
    const namesPerson = first === THIS && 'person' in event.data && event.data.person !== null;
    const recalled = recall(opened, { namesPerson, now: receivedAt }, { reads, history, events });
    if (recalled !== null) {
      const body = JSON.stringify(recalled.memory);
      const { oldest, contactSeen: id } = recalled;
      if (id !== null && !seen.has(id)) changes.push({ kind: 'contactSeen', id, at: receivedAt });
      if (id !== null) seen.add(id);
      changes.push({ kind: 'memory', event: first, oldest, body });
      if (first === THIS) own = body;
    }
    const past = openedCall(opened, sighting.direction ?? 'inbound', receivedAt);
    changes.push(past);
    // The next one that opens finds it.
    history.add(past);
  }
  return { own, changes };
}

/** Every call that events went from or came to, and one whose number outside may be another one than was thought. */
function rebuilt({ filed, receivedAt }: News, events: FiledEvents): MemoryChange[] {
  const { call, moved, wasUnsure } = filed;
  const touched = new Set(moved.flatMap((move) => [move.from, move.call]));
  if (wasUnsure && call !== null) touched.add(call);
  return [...touched].map((key) => rebuiltCall(key, events.of(key), receivedAt));
}

function noted({ event, filed: { call }, occurredAt, receivedAt }: News, reads: MemoryReads): MemoryChange[] {
  switch (event.topic) {
    case 'call.completed': {
      const id = event.data.integration_id;
      return call === null || id === null ? [] : [{ kind: 'crmId', call, id }];
    }
    case 'sms.received':
    case 'sms.sent':
      return textNoted(event);
    case 'contact.created':
    case 'contact.updated':
      return contactNoted(event, occurredAt, receivedAt, reads);
    default:
      // What else is told of a call stands in its events, and is read from there.
      return [];
  }
}

import type { AlloEvent, EventOf } from '../../src-shared/allo/events.ts';
import type { ReceivedEvent } from '../../src-shared/calls/call.ts';
import { happenedHere } from '../../src-shared/calls/fold.ts';
import type { TranscriptLine } from '../../src-shared/calls/transcript.ts';
import type { Message, TimelineEntry } from '../../src-shared/history/rows.ts';
import { transcriptLines } from '../../src-shared/calls/transcript.ts';
import { agentName } from '../../src-shared/card/names.ts';
import { plainWords } from '../../src-shared/format/plain-words.ts';
import { agentBehind, type Policy } from '../../src-shared/wire/policy.ts';

/** Later than this, an event's delay is worth a word. */
const LATE_AFTER_S = 10;

/** What happened with a call, in the order it happened. */
export function timelineOf(events: readonly ReceivedEvent[], policy: Policy): TimelineEntry[] {
  return events
    .map((received) => ({
      topic: received.event.topic,
      at: happenedHere(received),
      who: whoIn(received.event, policy),
      lateS: received.ageMs > LATE_AFTER_S * 1000 ? Math.round(received.ageMs / 1000) : null,
    }))
    .sort((a, b) => a.at - b.at);
}

/**
 * The transcript that a call's newest completion with one brought, in whatever order they came. Lines count from the
 * pick-up, where recordings begin.
 */
export function transcriptOf(events: readonly ReceivedEvent[]): TranscriptLine[] {
  let newest = '';
  let completion: EventOf<'call.completed'>['data'] | null = null;
  let pickedUp: string | null = null;
  for (const { event, occurredAt } of events) {
    if (event.topic === 'call.answered') pickedUp = event.data.answered_at;
    if (event.topic !== 'call.completed' || occurredAt < newest) continue;
    if (transcriptLines(event.data, null).length === 0) continue;
    newest = occurredAt;
    completion = event.data;
  }
  if (completion === null) return [];
  return transcriptLines(completion, Date.parse(pickedUp ?? completion.started_at));
}

/** Text messages as a thread, oldest first. */
export function threadOf(texts: readonly ReceivedEvent[], policy: Policy): Message[] {
  return texts
    .flatMap((received): Message[] => {
      const { event } = received;
      if (event.topic !== 'sms.received' && event.topic !== 'sms.sent') return [];
      const { content, user_email: user } = event.data;
      const sent = event.topic === 'sms.sent';
      return [
        {
          id: received.webhookId,
          at: happenedHere(received),
          direction: sent ? 'outbound' : 'inbound',
          text: content ?? '',
          isMms: event.data.type?.toUpperCase() === 'MMS',
          by: sent && user !== null ? nameBehind(user, policy) : null,
        },
      ];
    })
    .sort((a, b) => a.at - b.at);
}

function whoIn(event: AlloEvent, policy: Policy): string | null {
  switch (event.topic) {
    case 'call.received':
    case 'call.triggered':
    case 'call.answered':
    case 'call.completed':
    case 'sms.received':
    case 'sms.sent':
      return event.data.user_email === null ? null : nameBehind(event.data.user_email, policy);
    case 'tag.added':
    case 'tag.removed':
      return [
        event.data.tag_name ?? plainWords(event.data.tag_key ?? ''),
        event.data.user_email === null ? '' : nameBehind(event.data.user_email, policy),
      ]
        .filter((part) => part !== '')
        .join(' · ');
    case 'contact.created':
    case 'contact.updated':
    case 'summary.updated':
      return null;
  }
}

function nameBehind(address: string, policy: Policy): string {
  return agentName(agentBehind(address.toLowerCase(), policy), policy);
}

import type { EventOf, Topic } from '../allo/events.ts';
import type { Company, Person } from '../allo/parties.ts';
import type { CallKey } from '../brand.ts';
import type { Call, ReceivedEvent } from './call.ts';
import { endingOf } from './ending.ts';
import type { Memory } from './memory.ts';
import { directionOf, isCallEvent, type Direction } from './sighting.ts';
import { isRecovered } from './recovered.ts';
import { summaryAfter } from './summary.ts';
import { tagsAfter } from './tags.ts';

/** Of events of one moment, which is taken to have happened first: a call goes its way, and what is said of it follows. */
const PLACE_IN_MOMENT: Readonly<Record<Topic, number>> = {
  'contact.created': 0,
  'contact.updated': 1,
  'call.received': 2,
  'call.triggered': 3,
  'call.answered': 4,
  'call.completed': 5,
  'tag.added': 6,
  'tag.removed': 7,
  'summary.updated': 8,
  'sms.received': 9,
  'sms.sent': 10,
};

/**
 * What a call's events say together.
 * Promises: the same events give the same call in any order and however often each is repeated.
 * @returns null when no event of a call is among them (only tags, say)
 */
export function foldCall(key: CallKey, received: readonly ReceivedEvent[]): Call | null {
  const all = inOrder(received);
  const events = withoutDoubles(all);
  const ofCall = events.filter((h) => isCallEvent(h.event));
  if (ofCall.length === 0) return null;
  const rings = pick(events, 'call.received', 'call.triggered');
  const dialled = pick(events, 'call.triggered')[0] ?? null;
  const answer = pick(events, 'call.answered')[0] ?? null;
  const completion = pick(events, 'call.completed').at(-1) ?? null;
  const direction =
    ofCall.map((h) => (isCallEvent(h.event) ? directionOf(h.event) : null)).find((d) => d !== null) ??
    'inbound';
  const known = rings.find((h) => h.event.data.person !== null) ?? rings[0] ?? null;
  const parties = known?.event.data ?? { person: null, company: null, deals: [] };
  const memory = events.find((h) => h.memory !== undefined)?.memory ?? null;
  return {
    key,
    direction,
    ...endsOfCall(ofCall, direction),
    startedAt: Math.min(...ofCall.map(startHere)),
    rangAt: Math.max(...(rings.length === 0 ? ofCall : rings).map(startHere)),
    ringAgeMs: rings.length === 0 ? null : Math.min(...rings.map(({ ageMs }) => ageMs)),
    answeredAt: answer === null ? null : happenedHere(answer),
    users: usersOf(ofCall),
    handledBy:
      (
        completion?.event.data.user_email ??
        answer?.event.data.user_email ??
        dialled?.event.data.user_email
      )?.toLowerCase() ?? null,
    person: parties.person ?? rememberedPerson(memory),
    company: parties.company ?? (parties.person === null ? rememberedCompany(memory) : null),
    deals: parties.deals,
    outsideName: completion === null ? null : nameOutside(completion.event.data, direction),
    ownName: completion === null ? null : nameInside(completion.event.data, direction),
    ended: completion === null ? null : endingOf(completion.event.data),
    summary: summaryAfter(recoveredFirst(all).map(({ event }) => event)),
    tags: tagsAfter(events.map(({ event }) => event)),
    integrationId: completion?.event.data.integration_id ?? memory?.crmId ?? null,
    memory,
    isReduced: events.some((h) => h.reduced !== undefined),
  };
}

/** When the thing happened, by this machine's clock: never Allo's clock against ours. */
export function happenedHere(received: ReceivedEvent): number {
  return received.heardAt - received.ageMs;
}

/** When its call began, by this machine's clock: a later event tells it by its distance from its own moment, both by Allo's clock. */
export function startHere(received: ReceivedEvent): number {
  const { event } = received;
  if (!isCallEvent(event)) return happenedHere(received);
  return (
    happenedHere(received) - Math.max(0, Date.parse(received.occurredAt) - Date.parse(event.data.started_at))
  );
}

/** Each webhook once, by the moment it tells of; of repeats the one heard first, of equals a fixed order. */
function inOrder(received: readonly ReceivedEvent[]): ReceivedEvent[] {
  const first = new Map<string, ReceivedEvent>();
  for (const h of received) {
    const other = first.get(h.webhookId);
    if (other === undefined || isEarlier(h, other)) first.set(h.webhookId, h);
  }
  return [...first.values()].sort(
    (a, b) =>
      compare(a.occurredAt, b.occurredAt) ||
      PLACE_IN_MOMENT[a.event.topic] - PLACE_IN_MOMENT[b.event.topic] ||
      compare(a.webhookId, b.webhookId),
  );
}

/** One completion of what happened: a webhook's, else the one that was read out of Allo's API. */
function withoutDoubles(events: readonly ReceivedEvent[]): readonly ReceivedEvent[] {
  const isCompleted = events.some((h) => h.event.topic === 'call.completed' && !isRecovered(h.webhookId));
  return isCompleted ? events.filter((h) => !isRecovered(h.webhookId)) : events;
}

/** A summary that only the API had is one still, until anything later brings another. */
function recoveredFirst(events: readonly ReceivedEvent[]): ReceivedEvent[] {
  return events.toSorted((a, b) => Number(isRecovered(b.webhookId)) - Number(isRecovered(a.webhookId)));
}

function isEarlier(a: ReceivedEvent, b: ReceivedEvent): boolean {
  return a.heardAt - b.heardAt < 0 || (a.heardAt === b.heardAt && a.ageMs < b.ageMs);
}

type ReceivedOf<T extends ReceivedEvent['event']['topic']> = ReceivedEvent & { readonly event: EventOf<T> };

function pick<const T extends ReceivedEvent['event']['topic']>(
  events: readonly ReceivedEvent[],
  ...topics: T[]
): ReceivedOf<T>[] {
  return events.filter((h): h is ReceivedOf<T> => (topics as readonly string[]).includes(h.event.topic));
}

function endsOfCall(
  events: readonly ReceivedEvent[],
  direction: Direction,
): { number: string | null; line: string | null } {
  for (const { event } of events) {
    if (!isCallEvent(event)) continue;
    const { from_number: from, to_number: to } = event.data;
    return direction === 'inbound' ? { number: from, line: to } : { number: to, line: from };
  }
  return { number: null, line: null };
}

function usersOf(events: readonly ReceivedEvent[]): string[] {
  const users = events.map((h) => (isCallEvent(h.event) ? h.event.data.user_email : null));
  return [...new Set(users.filter((u) => u !== null).map((u) => u.toLowerCase()))].sort();
}

function rememberedPerson(memory: Memory | null): Person | null {
  if (memory?.contact === undefined) return null;
  const { firstName = null, lastName = null, emails = [] } = memory.contact;
  const email = emails[0] ?? null;
  return {
    id: null,
    name: firstName,
    last_name: lastName,
    email,
    emails,
    numbers: [],
    job_title: null,
    properties: {},
  };
}

function rememberedCompany(memory: Memory | null): Company | null {
  const name = memory?.contact?.company;
  return name === undefined ? null : { id: null, name, properties: {} };
}

type Completed = EventOf<'call.completed'>['data'];

function nameOutside(data: Completed, direction: Direction): string | null {
  const name = direction === 'inbound' ? data.from_name : data.to_name;
  const number = direction === 'inbound' ? data.from_number : data.to_number;
  return name === number ? null : name;
}

function nameInside(data: Completed, direction: Direction): string | null {
  return direction === 'inbound' ? data.to_name : data.from_name;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

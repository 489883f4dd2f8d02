import type { CallKey, WebhookId } from '../../../../src-shared/brand.ts';
import { THIS, type Change } from '../../../journal/rules/changes.ts';
import type { AgentId, EventId } from '../../../sql/ids.ts';
import { eventOf, type ChangeOf } from '../changes/change.ts';
import { places, type Places } from './places.ts';
import { plannedMemory, type PlannedMemory } from './planned-memory.ts';

export type PlannedEvent = ChangeOf<'event'> & { readonly event: EventId };
export type PlannedSighting = ChangeOf<'sighting'> & { readonly event: EventId };

export interface DecidedOfOne {
  readonly changes: readonly Change[];
  /** The keys of calls that nobody else knows yet. */
  readonly opened: readonly CallKey[];
  /** Under which call an event is kept that they move. */
  readonly keptUnder: (event: EventId) => CallKey | null | undefined;
}

/** What was decided of webhooks and is not written yet: those that come after them are planned as if it were. */
export interface Planned extends PlannedMemory, Places {
  add(own: EventId, decided: DecidedOfOne): void;
  /** Nobody else knows the call: nothing of it is kept. */
  isNew(call: CallKey): boolean;
  /** Whether there is what no key tells of: it may concern anything. */
  isKeyless(): boolean;
  event(id: EventId): PlannedEvent | undefined;
  /** In order of arrival, as are the others. */
  eventsAbout(alloCall: string): readonly PlannedEvent[];
  sightingsAt(end: 'from_tail' | 'to_tail', tail: string): readonly PlannedSighting[];
  sightingsNamed(alloCall: string): readonly PlannedSighting[];
  transfers(): readonly { readonly event: EventId; readonly original: string }[];
  sighting(event: EventId): PlannedSighting | undefined;
  /** Who is told of an event besides those who were told of it already. */
  deliveredTo(event: EventId): readonly AgentId[];
  /** The same by the event's webhook. */
  deliveredOfWebhook(id: string): readonly AgentId[];
  /** What an event is made whole with. */
  wholeOf(event: EventId): string | undefined;
  wholeOfWebhook(id: WebhookId): string | undefined;
  erasedAt(marks: readonly string[]): number;
  /** Whether the tags and summaries that waited for the call are erased. */
  isWaitingGone(alloCall: string): boolean;
}

/** Whether what comes later may ask for it under any key. */
export const isKeyless = ({ kind }: Change): boolean => kind === 'whole' || kind === 'erased';

export function planned(): Planned {
  const events = new Map<EventId, PlannedEvent>();
  const about = new Map<string, PlannedEvent[]>();
  const sightings = new Map<EventId, PlannedSighting>();
  const atFrom = new Map<string, PlannedSighting[]>();
  const atTo = new Map<string, PlannedSighting[]>();
  const named = new Map<string, PlannedSighting[]>();
  const transfers: { readonly event: EventId; readonly original: string }[] = [];
  const delivered = new Map<EventId, AgentId[]>();
  const deliveredOfWebhook = new Map<string, AgentId[]>();
  const whole = new Map<EventId, string>();
  const wholeOfWebhook = new Map<WebhookId, string>();
  const erased = new Map<string, number>();
  const waitingGone = new Set<string>();
  const news = new Set<CallKey>();
  const where = places(isPlanned);
  const memory = plannedMemory();

  function isPlanned(event: EventId): boolean {
    return events.has(event);
  }

  function addOne(change: Change, own: EventId): void {
    switch (change.kind) {
      case 'event': {
        const event = { ...change, event: own };
        events.set(own, event);
        where.put(own, change.call);
        if (change.about !== null) listed(about, change.about, event);
        return;
      }
      case 'sighting': {
        const sighting = { ...change, event: own };
        sightings.set(own, sighting);
        if (change.fromTail !== null) listed(atFrom, change.fromTail, sighting);
        if (change.toTail !== null) listed(atTo, change.toTail, sighting);
        if (change.alloCall !== null) listed(named, change.alloCall, sighting);
        return;
      }
      case 'moved':
        where.put(change.event, change.call);
        return;
      case 'transfer':
        transfers.push({ event: own, original: change.original });
        return;
      case 'delivery': {
        const event = eventOf(change.event, own);
        listed(delivered, event, change.agent);
        listed(deliveredOfWebhook, change.record.webhookId, change.agent);
        if (change.event !== THIS && change.record.call !== null) where.touch(change.record.call);
        return;
      }
      case 'whole':
        whole.set(change.event, change.data);
        wholeOfWebhook.set(change.webhookId, change.data);
        return;
      case 'erased':
        erased.set(change.mark, change.at);
        return;
      case 'waitingGone':
        waitingGone.add(change.alloCall);
        return;
      case 'becameAnother':
      case 'quarantine':
        // The rules ask for neither.
        return;
      default:
        memory.remember(change, own);
    }
  }

  return {
    ...where,
    ...memory,
    add(own, { changes, opened, keptUnder }) {
      for (const call of opened) news.add(call);
      for (const change of changes) {
        const kept = change.kind === 'moved' ? keptUnder(change.event) : undefined;
        if (change.kind === 'moved' && kept !== undefined) where.noteKept(change.event, kept);
        addOne(change, own);
      }
    },
    isNew: (call) => news.has(call),
    isKeyless: () => whole.size + erased.size > 0,
    event: (id) => events.get(id),
    eventsAbout: (alloCall) => about.get(alloCall) ?? [],
    sightingsAt: (end, tail) => (end === 'from_tail' ? atFrom : atTo).get(tail) ?? [],
    sightingsNamed: (alloCall) => named.get(alloCall) ?? [],
    transfers: () => transfers,
    sighting: (event) => sightings.get(event),
    deliveredTo: (event) => delivered.get(event) ?? [],
    deliveredOfWebhook: (id) => deliveredOfWebhook.get(id) ?? [],
    wholeOf: (event) => whole.get(event),
    wholeOfWebhook: (id) => wholeOfWebhook.get(id),
    erasedAt: (marks) => Math.max(0, ...marks.map((mark) => erased.get(mark) ?? 0)),
    isWaitingGone: (alloCall) => waitingGone.has(alloCall),
  };
}

function listed<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

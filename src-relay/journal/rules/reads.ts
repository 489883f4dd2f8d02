import type { CallKey, Instant, WebhookId } from '../../../src-shared/brand.ts';
import type { Direction, Sighting } from '../../../src-shared/calls/sighting.ts';
import type { AgentId, EventId } from '../../sql/ids.ts';
import type { EventRecord } from '../commands.ts';

/** So many earlier calls of a number are looked through, and so much of each: a ring waits for it. */
export const PAST_CALLS_READ = 3;
export const OUTCOMES_READ = 100;
export const NAMING_READ = 6;

/**
 * Everything that the rules may ask of the journal when they take a webhook in, and what they are answered: as it was
 * before that webhook. The rules keep in mind what they have planned themselves (`after-filing.ts`). Every answer is small,
 * however much is kept. `event` names an event that is kept: rules compare it, a later one is greater, and hand it back.
 * Lists of events are in order of arrival unless it says otherwise.
 */
export interface Reads {
  /**
   * Sightings with this tail at this end: `MAX_PER_SIDE` from `at` on, by their start, then as many from before `at`, the
   * latest start first.
   */
  nearby: { ask: TailAt; answer: readonly NearbySighting[] };
  /** The tags and summaries about a call of Allo's. */
  about: { ask: AlloCall; answer: readonly { readonly event: EventId; readonly call: CallKey | null }[] };
  /** The call that the first completion with Allo's id is filed under. */
  callNamed: { ask: AlloCall; answer: CallKey | null };
  /** Whether anything was seen with Allo's id: its completion. */
  isCompleted: { ask: AlloCall; answer: boolean };
  /** Allo's ids of calls that this one was transferred from, then of those that were transferred from this one. */
  transfers: { ask: AlloCall; answer: readonly string[] };
  /** The completions that have Allo's id. */
  completions: {
    ask: AlloCall;
    answer: readonly { readonly event: EventId; readonly call: CallKey; readonly data: string }[];
  };

  /** Who was told of a call: the newest of its events says it, since all of them were told to the same agents. */
  audience: { ask: OfCall; answer: readonly AgentId[] };
  /** Each event of a call with everybody who was told of it. */
  deliveries: { ask: OfCall; answer: readonly DeliveredEvent[] };
  /** An event as it goes out. */
  record: { ask: { readonly event: EventId }; answer: EventRecord };
  /** Sightings with this tail at either end since then, and who was told of each. */
  callsSince: {
    ask: { readonly tail: string; readonly since: number };
    answer: readonly { readonly sighting: Sighting; readonly agents: readonly AgentId[] }[];
  };
  /** Sightings that go to this tail, between two moments. */
  goingTo: {
    ask: { readonly tail: string; readonly from: number; readonly to: number };
    answer: readonly Sighting[];
  };

  /** Every event of a call, without what was said in it. */
  eventsOf: { ask: OfCall; answer: readonly (EventRow & { readonly event: EventId })[] };
  /**
   * Calls of a number that began by `startedAt`, but for `call` itself: the newest `PAST_CALLS_READ`, by the moment they
   * began, then in full before the last digits, the higher number and the higher key first. Most rings want only the first
   * of them, so they may be read as they are gone through; more than once. The next four are asked only when there is one.
   */
  pastCalls: { ask: BeforeCall; answer: Iterable<PastCall> };
  /** How many of such calls began at `since` or later, up to `MAX_COUNTED_CALLS`. */
  callCount: { ask: BeforeCall & { readonly since: number }; answer: number };
  /** What the CRM calls the contact, as the newest of such calls that says it has it. `at`: when that call began. */
  crmIdBefore: { ask: BeforeCall; answer: { readonly id: string; readonly at: number } | null };
  /** How a call went: everything but its rings, the newest `OUTCOMES_READ`, without what was said in it. */
  outcomes: { ask: OfCall; answer: readonly EventRow[] };
  /** Where Allo names the caller: rings and completions, the newest `NAMING_READ`, without what was said in them. */
  naming: { ask: OfCall; answer: readonly EventRow[] };
  /** The last text message that a number sent or got; of several of one moment, the one that came last. */
  lastText: { ask: NumberAsked; answer: EventRow | null };
  /**
   * Who has the number in Allo's contacts: of several, in full before the last digits, then who changed last, then by the
   * number and the contact's id.
   */
  contactOf: { ask: NumberAsked; answer: FoundContact | null };
  /** A contact of Allo's as it is known; each number in full or by its last digits, in the order of (tail, e164). */
  contact: {
    ask: { readonly id: string };
    answer: { readonly changedAt: Instant; readonly numbers: readonly string[] } | null;
  };

  /**
   * When the last of what these marks stand for was erased; 0: none of it was. The store looks for their hashes
   * (`hashOfMark`): nobody can be read out of those.
   */
  erasedAt: { ask: { readonly marks: readonly string[] }; answer: number };
}

export type ReadKind = keyof Reads;

/** Answers at once. A store that has to fetch the answer throws, fetches it, and has the rules begin again. */
export type Surroundings = {
  readonly [K in ReadKind]: (ask: Reads[K]['ask']) => Reads[K]['answer'];
} & {
  /** Whether anything was ever erased: most journals have no mark to look for. */
  readonly hasErased: boolean;
};

export interface TailAt {
  readonly end: 'from_tail' | 'to_tail';
  /** '' for a withheld number. */
  readonly tail: string;
  /** Ms since 1970, by Allo's clock. */
  readonly at: number;
}

export interface AlloCall {
  /** As `alloCallKey` writes it. */
  readonly alloCall: string;
}

export interface OfCall {
  readonly call: CallKey;
}

/** The same number in full, or written without its country on one side. */
export interface NumberAsked {
  readonly tail: string;
  readonly e164: string | null;
}

export interface BeforeCall extends NumberAsked {
  readonly call: CallKey;
  readonly startedAt: number;
}

export interface NearbySighting {
  readonly event: EventId;
  readonly call: CallKey;
  readonly startedAt: number;
  /** The `Sighting` as JSON: most of them are too far away to be read. */
  readonly body: string;
}

export interface DeliveredEvent {
  readonly event: EventId;
  /** A tag or summary. */
  readonly isAbout: boolean;
  /** Each once, in order of id. */
  readonly agents: readonly AgentId[];
}

export interface EventRow {
  readonly webhookId: WebhookId;
  readonly topic: string;
  readonly occurredAt: Instant;
  readonly data: string;
}

export interface PastCall {
  readonly call: CallKey;
  /** Null: not known in full. */
  readonly e164: string | null;
  readonly startedAt: number;
  readonly direction: Direction;
  readonly crmId: string | null;
}

export interface FoundContact {
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  /** A JSON list. */
  readonly emails: string;
  readonly changedAt: Instant;
  readonly seenAt: number;
}

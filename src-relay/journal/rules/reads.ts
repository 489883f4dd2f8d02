import type { CallKey, Instant, WebhookId } from '../../../src-shared/brand.ts';
import type { Direction, Sighting } from '../../../src-shared/calls/sighting.ts';
import type { Memory } from '../../../src-shared/wire/memory.ts';
import type { AgentId, EventId } from '../../sql/ids.ts';
import type { EventRecord } from '../commands.ts';
import type { EventRef } from './changes.ts';

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
  told: { ask: OfCall; answer: readonly ToldEvent[] };
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
  eventsOf: { ask: OfCall; answer: readonly HeardRow[] };
  /** What is remembered of a number's calls that began by `startedAt`, but for `call` itself. */
  pastCalls: { ask: BeforeCall; answer: PastCallsFound };
  /** The last text message that a number sent or got. */
  lastText: { ask: NumberAsked; answer: HeardRow | null };
  /** Who has the number in Allo's contacts: of several, in full before the last digits, then who changed last. */
  contactOf: { ask: NumberAsked; answer: FoundContact | null };
  /** A contact of Allo's as it is known. */
  contact: {
    ask: { readonly id: string };
    answer: { readonly changedAt: Instant; readonly numbers: readonly string[] } | null;
  };

  /**
   * When the last of what these marks stand for was erased; 0: none of it was. Marks are hashes in hex, as
   * `erased-marks.ts` writes them.
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
  /** Marks are made with it. Of this journal alone. */
  readonly erasingKey: Uint8Array;
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

export interface ToldEvent {
  readonly event: EventId;
  /** A tag or summary. */
  readonly isAbout: boolean;
  /** Each once, in order of id. */
  readonly agents: readonly AgentId[];
}

export interface HeardRow {
  /** The store answers with kept events only. */
  readonly event: EventRef;
  readonly webhookId: WebhookId;
  readonly topic: string;
  readonly occurredAt: Instant;
  readonly data: string;
}

export interface PastCall {
  readonly call: CallKey;
  readonly startedAt: number;
  readonly direction: Direction;
  readonly crmId: string | null;
}

export interface PastCallsFound {
  /** The newest first: the last one, and two before it. */
  readonly last: readonly (PastCall & {
    /** How it went, newest first: everything but its rings. */
    readonly outcomes: readonly HeardRow[];
    /** Where Allo names the caller, newest first: rings and its completion. */
    readonly naming: readonly HeardRow[];
  })[];
  /** How many in the 30 days before, up to what a card says. */
  readonly countIn30Days: number;
  /** What the CRM calls the contact, as the newest call that says it has it. */
  readonly crm: { readonly id: string; readonly at: number } | null;
}

export interface FoundContact {
  readonly contact: NonNullable<Memory['contact']>;
  readonly seenAt: number;
}

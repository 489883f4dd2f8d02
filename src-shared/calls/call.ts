import type { TimeSource } from '../allo/dated.ts';
import type { AlloEvent, CompletedData } from '../allo/events.ts';
import type { Company, Deal, Person } from '../allo/parties.ts';
import type { AgentEmail, CallKey, Instant, WebhookId } from '../brand.ts';
import type { Overstep } from '../limits/overstep.ts';
import type { Memory } from './memory.ts';
import type { Direction } from './sighting.ts';

/** An event as the app received it. */
export interface ReceivedEvent {
  readonly webhookId: WebhookId;
  readonly event: AlloEvent;
  readonly occurredAt: Instant;
  readonly receivedAt: Instant;
  /** By the relay's clock, when it sent the event. */
  readonly ageMs: number;
  /** This machine's clock, in ms, when the event arrived: with `ageMs` it tells when the thing happened here. */
  readonly heardAt: number;
  /** What the relay knew of the other party; with a call's first event. */
  readonly memory?: Memory | undefined;
  /** Why some of it was left out, when some was. */
  readonly reduced?: Overstep | undefined;
  /** Its own time could not be read: what counts in its place. */
  readonly timed?: Exclude<TimeSource, 'said'> | undefined;
}

/** A phone call, folded from its events. Times are ms by this machine's clock. */
export interface Call {
  readonly key: CallKey;
  readonly direction: Direction;
  /** As the webhook wrote it; null when withheld. */
  readonly number: string | null;
  /** The Allo number that was called or called out. */
  readonly line: string | null;
  readonly startedAt: number;
  /** When it began to ring on the last phone that was told of: a cascade rings one phone after the other. */
  readonly rangAt: number;
  /** How old its freshest ring was when the app heard of it, in ms; null: it was told of no ring. */
  readonly ringAgeMs: number | null;
  readonly answeredAt: number | null;
  /** Whose phone it rang on, was dialled from, or who handled it, as far as events say. Lower case. */
  readonly users: readonly string[];
  readonly handledBy: string | null;
  /** As Allo sent them with the ring, else out of the relay's contact book. */
  readonly person: Person | null;
  readonly company: Company | null;
  readonly deals: readonly Deal[];
  /** The name that `call.completed` gives, when no ring brought a person. */
  readonly outsideName: string | null;
  /** What `call.completed` calls the own side: the line's or the business's name. */
  readonly ownName: string | null;
  readonly ended: Ending | null;
  readonly summary: string | null;
  readonly tags: readonly string[];
  /** The CRM's id for the contact: this call's, else the one the relay remembered. */
  readonly integrationId: string | null;
  readonly memory: Memory | null;
  /** Some of what Allo sent was too big to send on, and was left out. */
  readonly isReduced: boolean;
}

export interface Ending {
  readonly alloId: string;
  /** An open set, as Allo writes it: `outcomeWord` reads it for people. */
  readonly result: string | null;
  readonly durationS: number | null;
  readonly recordingUrl: string | null;
  readonly transcript: CompletedData['transcriptions'];
  /** All that was said, without who said it: what there is when the lines are missing. */
  readonly wholeText: string | null;
  readonly transferTo: TransferEnd | null;
  readonly transferFrom: TransferEnd | null;
  /** Allo's id of the call that this one was transferred from. */
  readonly originalCallId: string | null;
  /** The Allo number that was first called, when the call was routed on. */
  readonly originalTo: string | null;
  /** What Allo calls that number. */
  readonly originalName: string | null;
  /** What the caller chose in the voice menu, in order. */
  readonly menu: readonly string[];
  /** What a voice agent asked for, flat and bounded. */
  readonly collected: readonly Collected[];
}

/** One thing under a name for people; a value that is no text is written in the reader's language. */
export interface Collected {
  readonly name: string;
  readonly value: string | number | boolean;
}

/** One end of a transfer: at least one of the three is known. */
export interface TransferEnd {
  readonly number: string | null;
  /** Lower case, before aliases. */
  readonly email: string | null;
  readonly name: string | null;
}

/** "A colleague has it." */
export interface Claim {
  readonly agent: AgentEmail;
  readonly name: string | null;
}

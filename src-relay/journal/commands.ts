import type { TimeSource } from '../../src-shared/allo/dated.ts';
import type { Topic } from '../../src-shared/allo/events.ts';
import type { AgentEmail, CallKey, Instant, WebhookId } from '../../src-shared/brand.ts';
import type { Overstep } from '../../src-shared/limits/overstep.ts';
import type { Ack, NewDevice } from '../agents/devices.ts';
import type { SyncOutcome, SyncRequest } from '../allo-sync/sync.ts';
import type { Gap } from '../recovery/gap.ts';
import type { FoundLost, LostQuery } from '../recovery/losing.ts';
import type { RecoveryTrouble } from '../recovery/state.ts';
import type { LookupResult } from '../recovery/timing.ts';
import type { RelayConfig } from '../config/schema.ts';
import type { Joined, Joining } from '../groups/joining.ts';
import type { FoundChange } from '../crm/cache/rows.ts';
import type { AgentId } from '../sql/ids.ts';
import type { ClaimState } from './claims.ts';

/** Everything that is ever written while the relay runs, and what the writer answers. */
export interface Commands {
  webhook: {
    ask: { id: WebhookId; receivedAt: number; body: Uint8Array; isRecovered?: true };
    answer: WebhookOutcome;
  };
  pair: { ask: { codeHash: string; device: NewDevice }; answer: { agent: AgentEmail } | null };
  /** A computer asks to be paired by its group's token. */
  join: { ask: { joining: Joining }; answer: Joined };
  /** Null: the call does not concern the agent. */
  claim: { ask: { call: CallKey; agent: AgentId }; answer: ClaimOutcome | null };
  /** Null: the call does not concern the agent. */
  release: { ask: { call: CallKey; agent: AgentId }; answer: ReleaseOutcome | null };
  acks: { ask: { acks: readonly Ack[] }; answer: null };
  listening: { ask: { url: string }; answer: null };
  config: { ask: { config: RelayConfig }; answer: null };
  /** What the CRM was found to have of calls' parties. */
  found: { ask: { changes: readonly FoundChange[] }; answer: null };
  /** Erases what was found in any other account of a CRM, a little at a time. */
  foundOf: { ask: { account: string }; answer: { more: boolean } };
  /** Takes up what Allo says of users and numbers. */
  sync: { ask: Omit<SyncRequest, 'config'>; answer: SyncOutcome };
  /** Calls whose end is missing and is to be looked up now. */
  lost: { ask: LostQuery; answer: FoundLost };
  looked: { ask: { call: CallKey; result: LookupResult; afterMs: number }; answer: null };
  /** What Allo sent while the relay did not run: begins at the start, and ends when it was read. */
  gap: { ask: { step: 'open' | 'left' | 'read' }; answer: Gap | null };
  /** Null: Allo can be asked again. */
  recoveryTrouble: { ask: { trouble: RecoveryTrouble | null }; answer: null };
  sweep: { ask: { retentionDays: number }; answer: { more: boolean } };
  /** Proves that the disk takes writes. */
  probe: { ask: object; answer: null };
}
export type CommandKind = keyof Commands;
export type Command<K extends CommandKind = CommandKind> = {
  [P in K]: { readonly kind: P } & Readonly<Commands[P]['ask']>;
}[K];

/** An event that was taken in. */
export interface TakenEvent {
  readonly topic: Topic;
  /** How many agents it concerns; a tag that waits for its call concerns none yet. */
  readonly concerns: number;
  readonly waits: boolean;
  /** It reached nobody, although it names a user or a number of the team's: an alias or a line is missing. */
  readonly isMisrouted: boolean;
  /** From the ring's start, by Allo's clock, to its arrival here; null for other topics. */
  readonly lagMs: number | null;
  /** Where its moment comes from. */
  readonly timed: TimeSource;
}

export type WebhookOutcome =
  | { readonly status: 'accepted'; readonly taken: TakenEvent }
  | { readonly status: 'duplicate' }
  /** It came for somebody who was forgotten: accepted, as far as its sender is concerned. */
  | { readonly status: 'dropped' }
  /** Kept aside. `taken`: what was taken in of it all the same, within the limits; null: nothing. */
  | { readonly status: 'quarantined'; readonly taken: TakenEvent | null };

export interface ClaimOutcome {
  /** Who has the call now. */
  readonly state: ClaimState;
  /** Whether this claim was the first. */
  readonly won: boolean;
  readonly audience: readonly AgentId[];
}

export interface ReleaseOutcome {
  readonly call: CallKey;
  /** Whether there was a claim of the agent's to take back. */
  readonly done: boolean;
  /** How it is with the call now; null: nobody ever had it. */
  readonly state: ClaimState | null;
  readonly audience: readonly AgentId[];
}

/** An event as it goes out to agents. */
export interface EventRecord {
  readonly call: CallKey | null;
  readonly topic: string;
  readonly webhookId: WebhookId;
  readonly occurredAt: Instant;
  readonly receivedAt: number;
  /** Allo's `data` as JSON. */
  readonly data: string;
  /** The limit for which some of `data` was left out; null: it is whole. */
  readonly reduced: Overstep | null;
  /** What was known of the other party, as JSON; null when nothing was, or for other events than a call's first. */
  readonly memory: string | null;
}

/** A new place in an agent's sequence. */
export interface Delivery {
  readonly agent: AgentId;
  readonly seq: number;
  readonly record: EventRecord;
  /** False for an earlier event that is told again, or to one more agent. */
  readonly isNews: boolean;
}

export type Answer<T = unknown> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** What the writer says about a batch, or some of it. `committed` is only said when everything in it is on disk. */
export type BatchResult =
  | {
      readonly kind: 'committed';
      readonly answers: readonly Answer[];
      readonly deliveries: readonly Delivery[];
      readonly tookMs: number;
    }
  /** `isBusy`: the journal is well, others kept what is asked for too long. */
  | { readonly kind: 'failed'; readonly reason: string; readonly isBusy?: true };

/** The result of some commands of a batch. */
export interface BatchPart {
  /** Their places in the batch; none: what is left of it waits, and is in no later batch's way. */
  readonly at: readonly number[];
  readonly result: BatchResult;
}

/** How a writer with connections to a server is. */
export interface WriterStats {
  readonly most: number;
  readonly open: number;
  readonly busy: number;
  /** Work that waits for a connection. */
  readonly waiting: number;
  /** Transactions since its start, those that met others and were begun again among them. */
  readonly begun: number;
  readonly committed: number;
}

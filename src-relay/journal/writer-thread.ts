import type { RelayConfig } from '../config/schema.ts';
import type { CopiedStore } from '../settings/store.ts';
import type { BatchPart, Command, WriterStats } from './commands.ts';

/** Where the journal is kept. */
export type JournalPlace =
  | { readonly kind: 'embedded'; readonly folder: string }
  /** `relay`: who says to the others what it has written. */
  | { readonly kind: 'postgres'; readonly store: CopiedStore; readonly relay: string };

/** The writer's thread: a batch comes in, its result goes out, in one part or several. A slow disk stops nothing but this thread. */
export interface WorkerData {
  readonly place: JournalPlace;
  readonly config: RelayConfig;
}

export interface WriterBatch {
  readonly id: number;
  readonly commands: readonly Command[];
}

/** Of the batch with this id: a later one may be done before it. */
export interface WriterResult extends BatchPart {
  readonly id: number;
  /** Null: the writer has no connections. */
  readonly stats: WriterStats | null;
}

/** What it says at its start. */
export type WriterStart = { readonly kind: 'ready' } | { readonly kind: 'unable'; readonly reason: string };
